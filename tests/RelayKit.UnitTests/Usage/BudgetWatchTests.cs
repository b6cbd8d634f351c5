using CsCheck;
using RelayKit.Limits;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Usage;

/// <summary>Budgets in virtual time: what a meter tells, and when, against brute force over the intervals.</summary>
public sealed class BudgetWatchTests
{
    private const long StartMs = 1_796_083_200_000;
    private const long HourMs = 3_600_000;

    private static readonly int[] Percents = [70, 90, 100];

    private static readonly UsagePeriod Period = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(StartMs));

    private static readonly Gen<(long JoinMs, long LeaveMs)> Stay =
        from came in Gen.Long[0, 6 * HourMs]
        from length in Gen.Long[1, 3 * HourMs]
        select (StartMs + came, StartMs + came + length);

    /// <summary>
    /// "The event fires within 1 s of the exact instant on 1,000 random lines of joins and leaves, through grain moves and restarts." A restart costs up to
    /// 900 ms in which nobody is there.
    /// </summary>
    [Fact]
    public void Every_threshold_is_told_once_and_within_a_second_of_its_instant() =>
        (from stays in Stay.Array[1, 25]
         from minutes in Gen.Long[1, 2_000]
         from restarts in Gen.Select(Gen.Long[0, 9 * HourMs], Gen.Long[0, 900]).Array[0, 20]
         select (stays, minutes, restarts)).Sample(
            history =>
            {
                var told = Play(history.stays, history.minutes, [.. history.restarts.Select(r => (StartMs + r.Item1, r.Item2)).Order()]);

                foreach (var percent in Percents)
                {
                    var exact = ExactCrossing(history.stays, Math.Max(1, history.minutes * 60_000 * percent / 100));
                    var found = told.Where(fired => fired.Percent == percent).ToList();
                    if (exact is not { } instant)
                    {
                        Assert.Empty(found);
                        continue;
                    }

                    // Of one threshold a meter that was made anew may tell again; the log takes it once, by its id.
                    Assert.NotEmpty(found);
                    Assert.InRange(found[0].FiredAtMs - instant, 0, 1_000);
                    Assert.InRange(found[0].AtMs - instant, 0, 1_000);
                }
            },
            iter: 1_000);

    [Fact]
    public void What_is_used_up_ends_after_its_notice_and_no_sooner()
    {
        var watch = new BudgetWatch(PolicyOf(new Budget(1, BudgetAction.End, 30)), Period);
        var line = new UsageLine(0, 1, StartMs);

        Assert.Equal(StartMs + 42_000, watch.NextAtMs(_ => line, StartMs));
        Assert.Equal([70, 90, 100], watch.TakeMet(_ => line, StartMs + 60_000).Select(met => met.Crossing.Percent));
        Assert.Equal(StartMs + 90_000, watch.NextAtMs(_ => line, StartMs + 60_000));
        Assert.Empty(watch.TakeEnded(StartMs + 89_999));
        Assert.Single(watch.TakeEnded(StartMs + 90_000));
        Assert.Empty(watch.TakeEnded(StartMs + 90_001));
        Assert.Null(watch.NextAtMs(_ => line, StartMs + 90_001));
    }

    [Fact]
    public void Nothing_is_awaited_beyond_the_period()
    {
        var watch = new BudgetWatch(PolicyOf(new Budget(1_000_000, BudgetAction.Alert, 0)), Period);

        Assert.Null(watch.NextAtMs(_ => new UsageLine(0, 1, StartMs), StartMs));
    }

    [Fact]
    public void Thresholds_are_the_tenants_own()
    {
        var policy = PolicyOf(new Budget(1, BudgetAction.Alert, 0)) is var given
            ? given with { Settings = given.Settings with { AlertThresholds = [25] } }
            : throw new InvalidOperationException();
        var watch = new BudgetWatch(policy, Period);

        Assert.Equal([25, 100], watch.TakeMet(_ => new UsageLine(60_000, 0, 0), StartMs).Select(met => met.Crossing.Percent));
    }

    private static List<(int Percent, long AtMs, long FiredAtMs)> Play(
        (long JoinMs, long LeaveMs)[] stays, long minutes, IReadOnlyList<(long AtMs, long DownMs)> restarts)
    {
        var policy = PolicyOf(new Budget(minutes, BudgetAction.Alert, 0));
        var changes = stays.SelectMany(stay => new[] { (AtMs: stay.JoinMs, Joins: true, stay.JoinMs), (AtMs: stay.LeaveMs, Joins: false, stay.JoinMs) })
            .OrderBy(static change => change.AtMs).ToList();
        var (line, watch, nowMs) = (default(UsageLine), new BudgetWatch(policy, Period), StartMs);
        var told = new List<(int, long, long)>();
        var (change, restart) = (0, 0);
        while (true)
        {
            var due = watch.NextAtMs(_ => line, nowMs);
            long? next = Min(Min(due, change < changes.Count ? changes[change].AtMs : null), restart < restarts.Count ? restarts[restart].AtMs : null);
            if (next is not { } atMs)
            {
                return told;
            }

            nowMs = Math.Max(nowMs, atMs);
            if (change < changes.Count && changes[change].AtMs <= nowMs)
            {
                // What is due at this very instant is due by the line as it was: it is told below, in the next round, by the same instant.
                told.AddRange(watch.TakeMet(_ => line, nowMs).Select(met => (met.Crossing.Percent, met.Crossing.AtMs, nowMs)));
                line += changes[change] switch
                {
                    { Joins: true } came => UsageLine.Of(new ConnectedInterval(came.JoinMs, null), StartMs),
                    var leave => UsageLine.Of(new ConnectedInterval(leave.JoinMs, leave.AtMs), StartMs) - UsageLine.Of(new ConnectedInterval(leave.JoinMs, null), StartMs),
                };
                change++;
            }
            else if (restart < restarts.Count && restarts[restart].AtMs <= nowMs)
            {
                nowMs += restarts[restart++].DownMs;
                watch = new BudgetWatch(policy, Period);
            }

            told.AddRange(watch.TakeMet(_ => line, nowMs).Select(met => (met.Crossing.Percent, met.Crossing.AtMs, nowMs)));
        }
    }

    private static long? Min(long? one, long? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;

    /// <summary>The first millisecond at which all stays together have lasted so long: by halving, and by no line.</summary>
    private static long? ExactCrossing((long JoinMs, long LeaveMs)[] stays, long heightMs)
    {
        long UsedAt(long atMs) => stays.Sum(stay => Math.Max(0, Math.Min(stay.LeaveMs, atMs) - stay.JoinMs));
        var (low, high) = (StartMs, stays.Max(static stay => stay.LeaveMs));
        if (UsedAt(high) < heightMs)
        {
            return null;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = UsedAt(middle) >= heightMs ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static TenantPolicy PolicyOf(Budget budget) =>
        new() { Version = 1, LiveKitCluster = "default", Settings = new TenantSettings { Budget = budget } };
}
