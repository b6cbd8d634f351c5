using RelayKit.LiveKit.Simulator.Faults;

namespace RelayKit.UnitTests.LiveKit.Simulator.Faults;

public sealed class FaultPlannerTests
{
    private readonly FaultPlanner _planner = new();

    [Fact]
    public void Without_faults_nothing_is_planned() => Assert.Same(FaultPlan.None, _planner.Plan("r", "room_started"));

    [Fact]
    public void The_same_seed_plans_the_same_for_a_room_whatever_other_rooms_do()
    {
        var alone = Draw(7, 200, others: 0);
        Assert.Equal(alone, Draw(7, 200, others: 3));
        Assert.NotEqual(alone, Draw(8, 200, others: 0));
        Assert.NotEqual(alone, Draw(7, 200, others: 0, room: "s"));
    }

    [Fact]
    public void A_chance_is_met_as_often_as_it_says_and_waits_no_longer()
    {
        Set(3, (WebhookFault.Drop, 0.05, 0), (WebhookFault.Delay, 0.5, 400));
        var plans = Enumerable.Range(0, 10_000).Select(_ => _planner.Plan("r", "e")).ToList();
        Assert.InRange(plans.Count(plan => plan.Has(WebhookFault.Drop)), 400, 600);
        var waits = plans.Where(plan => plan.Has(WebhookFault.Delay)).Select(plan => plan.Wait(WebhookFault.Delay).TotalMilliseconds).ToList();
        Assert.InRange(waits.Count, 4800, 5200);
        Assert.All(waits, wait => Assert.InRange(wait, 0, 400));
        Assert.True(waits.Max() > 390 && waits.Min() < 10);
    }

    [Fact]
    public void Of_the_losses_a_webhook_meets_one_at_most()
    {
        Set(1, [.. FaultNames.All.Select(fault => (fault, 1.0, 0))]);
        Assert.Equal(
            [
                WebhookFault.Drop, WebhookFault.UnknownField, WebhookFault.UnknownEnum, WebhookFault.Delay, WebhookFault.Reorder,
                WebhookFault.ReorderWithinRoom,
            ],
            _planner.Plan("r", "e").Faults);
    }

    [Fact]
    public void A_script_goes_before_chance_for_as_many_webhooks_of_its_room_and_event_as_it_says()
    {
        Set(1, (WebhookFault.UnknownField, 1, 0));
        _planner.Add(new FaultScript("r", "participant_left", WebhookFault.Delay, 1234, 2));
        Assert.Equal([WebhookFault.UnknownField], _planner.Plan("r", "room_started").Faults);
        Assert.Equal([WebhookFault.UnknownField], _planner.Plan("s", "participant_left").Faults);
        for (var i = 0; i < 2; i++)
        {
            var plan = _planner.Plan("r", "participant_left");
            Assert.Equal([WebhookFault.Delay], plan.Faults);
            Assert.Equal(TimeSpan.FromMilliseconds(1234), plan.Wait(WebhookFault.Delay));
        }

        Assert.Empty(_planner.Read().Scripts);
        Assert.Equal([WebhookFault.UnknownField], _planner.Plan("r", "participant_left").Faults);
    }

    private List<string> Draw(long seed, int webhooks, int others, string room = "r")
    {
        Set(seed, [.. FaultNames.All.Select(fault => (fault, 0.1, 1000))]);
        return [.. Enumerable.Range(0, webhooks).Select(_ =>
        {
            for (var i = 0; i < others; i++)
            {
                _planner.Plan($"other {i}", "e");
            }

            var plan = _planner.Plan(room, "e");
            return string.Join(' ', plan.Faults.Select(fault => $"{fault}:{plan.Wait(fault).TotalMilliseconds}"));
        })];
    }

    private void Set(long seed, params (WebhookFault Fault, double Probability, int UpToMs)[] chances) => _planner.Set(
        seed, chances.ToDictionary(chance => chance.Fault, chance => new FaultChance(chance.Probability, chance.UpToMs)));
}
