using CsCheck;
using RelayKit.Billing;

namespace RelayKit.UnitTests.Billing;

public sealed class MeterReportRulesTests
{
    private static readonly DateTimeOffset Used = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Unknown = Used.AddHours(1);

    [Fact]
    public void What_is_not_unknown_is_sent() => Assert.Equal(MeterReportAction.Send, Decide(Report() with { FirstUnknownAt = null }, null, Used.AddDays(30)));

    [Fact]
    public void An_unknown_one_is_sent_again_for_20_hours_and_not_a_second_longer()
    {
        Assert.Equal(MeterReportAction.Send, Decide(Report(), null, Unknown.AddHours(20).AddSeconds(-1)));
        Assert.Equal(MeterReportAction.Wait, Decide(Report(), null, Unknown.AddHours(20)));
    }

    [Fact]
    public void The_20_hours_count_from_the_first_unknown_attempt_and_the_sum_from_the_last()
    {
        var report = Report() with { LastUnknownAt = Unknown.AddHours(19.5) };
        var now = Unknown.AddHours(20);

        var waits = MeterReportRules.Decide(report, null, now);
        Assert.Equal((MeterReportAction.Wait, Unknown.AddHours(20.5)), (waits.Action, waits.ReadSumsAt));
        Assert.Equal(MeterReportAction.Wait, Decide(report, new MeterSums(0, 0, Unknown.AddHours(20.4)), now.AddHours(1)));
        Assert.Equal(MeterReportAction.SettleAsNotAccepted, Decide(report, new MeterSums(0, 0, Unknown.AddHours(20.5)), now.AddHours(1)));
    }

    [Theory]
    [InlineData(160, 100, MeterReportAction.SettleAsAccepted)]
    [InlineData(100, 100, MeterReportAction.SettleAsNotAccepted)]
    [InlineData(130, 100, MeterReportAction.Park)]
    [InlineData(90, 100, MeterReportAction.Park)]
    [InlineData(220, 100, MeterReportAction.Park)]
    public void The_providers_sum_decides_or_a_person_does(long atProvider, long known, MeterReportAction action) =>
        Assert.Equal(action, Decide(Report(), new MeterSums(atProvider, known, Unknown.AddHours(21)), Unknown.AddHours(21)));

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    public void What_is_too_old_to_be_sent_is_a_persons(bool unknown, long atProvider)
    {
        var report = unknown ? Report() : Report() with { FirstUnknownAt = null };
        var late = Used.AddDays(35);

        Assert.Equal(MeterReportAction.Park, Decide(report, new MeterSums(atProvider, 0, late), late));
        Assert.Equal(MeterReportAction.SettleAsAccepted, Decide(Report(), new MeterSums(60, 0, late), late));
    }

    /// <summary>A provider that forgets identifiers after 24 hours, an outage of any length, attempts at any time: what is counted is what was used, or a person is asked.</summary>
    [Fact]
    public void No_outage_bills_twice_or_not_at_all() => Gen.Select(Gen.Long[1, 1000], Gen.Int[0, 3], Gen.Int[1, 40 * 60], Gen.Int[5, 300]).Sample((value, fateOfFirst, outageMinutes, pauseMinutes) =>
    {
        var report = new MeterReportFacts { Value = value, UsedAt = Used };
        var (now, taken, sums) = (Used, new List<DateTimeOffset>(), (MeterSums?)null);
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var isOut = now < Used.AddMinutes(outageMinutes);
            switch (MeterReportRules.Decide(report, sums, now).Action)
            {
                case MeterReportAction.Send:
                    var arrives = !isOut || (fateOfFirst > 1 && attempt % fateOfFirst == 0);
                    if (arrives && !taken.Any(before => now - before < TimeSpan.FromHours(24)))
                    {
                        taken.Add(now);
                    }

                    if (!isOut)
                    {
                        Assert.Single(taken);
                        return;
                    }

                    report = report with { FirstUnknownAt = report.FirstUnknownAt ?? now, LastUnknownAt = now };
                    break;
                case MeterReportAction.Wait:
                    sums = isOut ? null : new MeterSums(taken.Count * value, 0, now);
                    break;
                case MeterReportAction.SettleAsAccepted:
                    Assert.Single(taken);
                    return;
                case MeterReportAction.SettleAsNotAccepted:
                    Assert.Empty(taken);
                    (report, sums) = (report with { FirstUnknownAt = null, LastUnknownAt = null }, null);
                    break;
                default:
                    Assert.Fail("Nobody has to be asked here.");
                    break;
            }

            now = now.AddMinutes(pauseMinutes);
        }

        Assert.Fail("It never came to an end.");
    });

    private static MeterReportFacts Report() => new() { Value = 60, UsedAt = Used, FirstUnknownAt = Unknown };

    private static MeterReportAction Decide(MeterReportFacts report, MeterSums? sums, DateTimeOffset now) => MeterReportRules.Decide(report, sums, now).Action;
}
