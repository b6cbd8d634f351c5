using CsCheck;
using RelayKit.Billing;

namespace RelayKit.UnitTests.Billing;

public sealed class DunningTests
{
    private static readonly DunningTimes Times = new(TimeSpan.FromDays(3), TimeSpan.FromDays(7), TimeSpan.FromMinutes(5));
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DunningStanding Well = new(DunningStage.Active, Start, 0);

    [Fact]
    public void Whoever_does_not_pay_comes_from_stage_to_stage_in_the_times_that_are_configured()
    {
        var pastDue = Dunning.Next(Well, isOwed: true, Start, Times)!;
        Assert.Equal(new DunningStanding(DunningStage.PastDue, Start, 1), pastDue);
        Assert.Null(Dunning.Next(pastDue, isOwed: true, Start.AddDays(3).AddTicks(-1), Times));
        Assert.Equal(Start.AddDays(3), Dunning.ChangesAt(pastDue, Times));
        Assert.Null(Dunning.HoldOf(pastDue, Times));

        var grace = Dunning.Next(pastDue, isOwed: true, Start.AddDays(3), Times)!;
        Assert.Equal(DunningStage.Grace, grace.Stage);
        Assert.Null(Dunning.HoldOf(grace, Times)!.SessionsEndAt);

        var suspended = Dunning.Next(grace, isOwed: true, Start.AddDays(10), Times)!;
        Assert.Equal(DunningStage.Suspended, suspended.Stage);
        Assert.Equal(Start.AddDays(10).AddMinutes(5), Dunning.HoldOf(suspended, Times)!.SessionsEndAt);
        Assert.Null(Dunning.Next(suspended, isOwed: true, Start.AddYears(1), Times));
        Assert.Null(Dunning.ChangesAt(suspended, Times));
    }

    [Theory]
    [InlineData(DunningStage.PastDue)]
    [InlineData(DunningStage.Grace)]
    [InlineData(DunningStage.Suspended)]
    public void Whoever_pays_is_back_at_once(DunningStage stage)
    {
        var back = Dunning.Next(new DunningStanding(stage, Start, 4), isOwed: false, Start, Times)!;

        Assert.Equal(new DunningStanding(DunningStage.Active, Start, 5), back);
        Assert.Null(Dunning.HoldOf(back, Times));
        Assert.Equal("billing.recovered", Dunning.EventOf(back.Stage));
    }

    [Fact]
    public void Nothing_changes_where_nothing_is_owed() => Assert.Null(Dunning.Next(Well, isOwed: false, Start.AddYears(1), Times));

    /// <summary>Whenever it is looked, and however long nobody did: each stage lasts its whole time, and none is passed over.</summary>
    [Fact]
    public void No_stage_is_passed_over_or_cut_short() =>
        Gen.Select(Gen.Int[1, 20_000].Array[1, 60], Gen.Bool.Array[60]).Sample((minutes, owed) =>
        {
            var (now, standing) = (Start, Well);
            for (var i = 0; i < minutes.Length; i++)
            {
                now = now.AddMinutes(minutes[i]);
                if (Dunning.Next(standing, owed[i], now, Times) is not { } next)
                {
                    continue;
                }

                Assert.Equal(standing.Number + 1, next.Number);
                if (next.Stage != DunningStage.Active)
                {
                    Assert.Equal(standing.Stage + 1, next.Stage);
                    Assert.True(standing.Stage == DunningStage.Active || now - standing.Since >= (standing.Stage == DunningStage.PastDue ? Times.PastDue : Times.Grace));
                }
                else
                {
                    Assert.False(owed[i]);
                }

                standing = next;
            }
        });
}
