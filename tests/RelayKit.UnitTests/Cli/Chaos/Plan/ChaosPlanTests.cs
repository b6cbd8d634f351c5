using CsCheck;
using RelayKit.Cli.Chaos.Plan;

namespace RelayKit.UnitTests.Cli.Chaos.Plan;

public sealed class ChaosPlanTests
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_same_seed_has_the_same_plan() => Gen.Int[0, int.MaxValue].Sample(seed =>
        Assert.Equal(ChaosPlan.Of(seed, TenMinutes, 3, ChaosPart.All), ChaosPlan.Of(seed, TenMinutes, 3, ChaosPart.All)));

    [Fact]
    public void Another_seed_has_another_plan() =>
        Assert.NotEqual(ChaosPlan.Of(1, TenMinutes, 3, ChaosPart.All), ChaosPlan.Of(2, TenMinutes, 3, ChaosPart.All));

    [Fact]
    public void Ten_minutes_kill_PostgreSQL_twenty_times_whatever_the_seed() => Gen.Int[0, int.MaxValue].Sample(seed =>
        Assert.Equal(20, ChaosPlan.Of(seed, TenMinutes, 1, ChaosPart.All).Count(act => act.Deed == ChaosDeed.KillPostgres)));

    [Fact]
    public void Two_minutes_have_some_of_everything_and_one_kills_what_can_be_killed()
    {
        Assert.Equal(
            Enum.GetValues<ChaosDeed>().Order(), ChaosPlan.Of(1, TimeSpan.FromMinutes(2), 2, ChaosPart.All).Select(act => act.Deed).Distinct().Order());
        Assert.Superset(
            new HashSet<ChaosDeed> { ChaosDeed.KillSilo, ChaosDeed.KillPostgres, ChaosDeed.LiveKitDown, ChaosDeed.SkewClock },
            ChaosPlan.Of(1, TimeSpan.FromMinutes(1), 2, ChaosPart.All).Select(act => act.Deed).ToHashSet());
    }

    [Fact]
    public void Acts_are_in_order_within_the_storm_and_done_to_silos_that_there_are() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 9]).Sample(
        (seed, silos) =>
        {
            var plan = ChaosPlan.Of(seed, TenMinutes, silos, ChaosPart.All);
            Assert.Equal(plan.OrderBy(act => act.At), plan);
            Assert.All(plan, act =>
            {
                Assert.InRange(act.At, TimeSpan.Zero, TenMinutes);
                Assert.InRange(act.Target, 0, act.Deed == ChaosDeed.SkewClock ? 1 : silos - 1);
                Assert.InRange(act.Amount, act.Deed == ChaosDeed.SkewClock ? -ChaosPlan.LargestSkew : TimeSpan.Zero, TimeSpan.FromSeconds(20));
            });
        });

    [Fact]
    public void Leaving_a_part_out_moves_nothing_in_the_others()
    {
        var all = ChaosPlan.Of(5, TenMinutes, 3, ChaosPart.All);
        var postgres = ChaosPlan.Of(5, TenMinutes, 3, ChaosPart.Postgres);

        Assert.Equal(all.Where(act => act.Deed is ChaosDeed.KillPostgres or ChaosDeed.PausePostgres), postgres);
        Assert.Empty(ChaosPlan.Of(5, TenMinutes, 3, ChaosPart.None));
    }
}
