using CsCheck;
using RelayKit.Billing;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Billing;

/// <summary>However a period's usage comes about, what is reported of it is the floor of its total.</summary>
public sealed class TelescopingTests
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 5, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Splits by a generator of its own, since a million of CsCheck's would take minutes; a failure names the split's number.</summary>
    [Fact]
    public void A_million_random_splits_add_up_to_the_floor_of_their_total()
    {
        var random = new Random(20261127);
        for (var split = 0; split < 1_000_000; split++)
        {
            long cumulative = 0, reported = 0, sum = 0;
            for (var part = random.Next(1, 12); part > 0; part--)
            {
                cumulative += random.Next(4) switch { 0 => random.Next(3), 1 => random.Next(59_000, 61_001), 2 => 60_000L * random.Next(5), _ => random.NextInt64(40L * 3_600_000) };
                var delta = WholeMinutes.Delta(cumulative, reported);
                Assert.True(delta >= 0, $"split {split} reports {delta} minutes, and usage only grew");
                reported += delta;
                sum += delta;
            }

            Assert.True(sum == cumulative / 60_000, $"split {split}: {sum} minutes were reported of {cumulative} ms");
        }
    }

    /// <summary>Corrections downwards too, and by the rule that makes the reports themselves: numbers go up by one, and none is without minutes.</summary>
    [Fact]
    public void Reports_add_up_to_the_floor_of_the_ledger_whichever_way_it_moves() =>
        Gen.Select(Gen.Long[-5_000_000, 20_000_000].Array[1, 30], Gen.Int[0, 30].Array[30]).Sample(
            (moves, hours) =>
            {
                var now = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
                var (ledger, sum, sequence) = (0L, 0L, 0);
                var sent = new List<CancellableReport>();
                for (var i = 0; i < moves.Length; i++)
                {
                    now = now.AddHours(hours[i]);
                    ledger = Math.Max(0, ledger + moves[i]);
                    var history = new MeterHistory(sequence, sum, 0, [.. sent.AsEnumerable().Reverse()]);
                    if (MeterReporting.Next(history, new MeterStanding(BillingMeter.Participants, November, ledger, 0), now) is not { } report)
                    {
                        Assert.Equal(WholeMinutes.Floor(ledger), sum);
                        continue;
                    }

                    Assert.NotEqual(0, report.Value);
                    Assert.Equal(++sequence, report.Sequence);
                    sum += report.Value;
                    if (report.Cancels is { } cancelled)
                    {
                        var one = Assert.Single(sent, known => known.Sequence == cancelled);
                        Assert.Equal(-report.Value, one.Value);
                        Assert.True(now - one.SentAt < MeterReporting.CancellableWithin);
                        sent.Remove(one);
                    }
                    else if (report.Value > 0)
                    {
                        sent.Add(new CancellableReport(report.Sequence, report.Value, now));
                    }

                    Assert.Equal(WholeMinutes.Floor(ledger), sum);
                }
            },
            iter: 20_000);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(59_999, 0)]
    [InlineData(60_000, 1)]
    [InlineData(-1, -1)]
    [InlineData(-60_000, -1)]
    [InlineData(-60_001, -2)]
    public void Minutes_are_rounded_down_below_zero_too(long ms, long minutes) => Assert.Equal(minutes, WholeMinutes.Floor(ms));

    [Fact]
    public void Nothing_is_reported_of_less_than_a_minute_more() =>
        Assert.Null(MeterReporting.Next(new MeterHistory(1, 5, 0, []), Standing(5 * 60_000 + 59_999), At(12)));

    [Fact]
    public void A_report_that_fits_exactly_is_cancelled_within_a_day()
    {
        var history = new MeterHistory(3, 30, 0, [new(3, 10, At(11)), new(2, 10, At(10)), new(1, 10, At(9))]);

        var report = MeterReporting.Next(history, Standing(20 * 60_000), At(12))!;

        Assert.Equal((MeterReportKind.Cancellation, 3, -10L, 4), (report.Kind, report.Cancels, report.Value, report.Sequence));
        Assert.Contains("corrected", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 12)] // fits none
    [InlineData(20, 11 + 24)] // fits, a day ago
    public void Otherwise_minutes_are_taken_back_by_a_credit(int minutes, int hour)
    {
        var report = MeterReporting.Next(new MeterHistory(1, 30, 0, [new(1, 10, At(11))]), Standing(minutes * 60_000), At(hour))!;

        Assert.Equal((MeterReportKind.Credit, null, minutes - 30L), (report.Kind, report.Cancels, report.Value));
        Assert.NotNull(report.Reason);
    }

    [Fact]
    public void What_the_provider_refused_is_reported_again_under_another_number()
    {
        var report = MeterReporting.Next(new MeterHistory(2, 10, 7, []), Standing(18 * 60_000), At(12))!;

        Assert.Equal((MeterReportKind.Usage, 8L, 3), (report.Kind, report.Value, report.Sequence));
        Assert.Contains("refused", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_late_report_carries_the_last_second_of_its_period()
    {
        var report = MeterReporting.Next(MeterHistory.None, Standing(60_000), new DateTimeOffset(2026, 12, 1, 0, 29, 0, TimeSpan.Zero))!;

        Assert.Equal(new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.Zero), report.At);
    }

    private static MeterStanding Standing(long ms) => new(BillingMeter.Participants, November, ms, 0);

    private static DateTimeOffset At(int hour) => new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
}
