using CsCheck;
using RelayKit.Billing;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Billing;

/// <summary>No millisecond is in the wrong period: month ends, leap days, changes of the clock, and whoever is connected across them.</summary>
public sealed class PeriodEdgeTests
{
    private const int Edges = 2_000;

    private static readonly int[] Clocks = [1, 3, 4, 10, 11, 12];

    /// <summary>Month ends of eighty years, half of them Februaries and those months in which clocks change.</summary>
    private static readonly Gen<DateTimeOffset> Edge = Gen.Select(Gen.Int[1990, 2070], Gen.OneOf(Gen.Int[1, 12], Gen.Int[0, 5].Select(static number => Clocks[number])))
        .Select(static (year, month) => new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly Gen<long> Near = Gen.OneOf(Gen.Long[-2, 2], Gen.Long[-100_000, 100_000], Gen.Long[-40L * 86_400_000, 40L * 86_400_000]);

    /// <summary>Against counting by the calendar: each millisecond's own month, found by .NET's calendar at both ends of each piece.</summary>
    [Fact]
    public void Every_part_of_an_interval_is_in_the_month_that_the_calendar_says() =>
        Gen.Select(Edge, Near, Near, Gen.Bool).Sample(
            (edge, from, length, isOpen) =>
            {
                var joined = edge.ToUnixTimeMilliseconds() + from;
                var end = joined + Math.Abs(length);
                var interval = new ConnectedInterval(joined, isOpen ? null : end);
                var sum = 0L;
                for (var cursor = joined; cursor < end;)
                {
                    var at = DateTimeOffset.FromUnixTimeMilliseconds(cursor).UtcDateTime;
                    var daysLeft = DateTime.DaysInMonth(at.Year, at.Month) - at.Day;
                    var untilMidnight = 86_400_000 - (long)at.TimeOfDay.TotalMilliseconds;
                    var piece = Math.Min(end - cursor, untilMidnight + (daysLeft * 86_400_000L));
                    var period = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(cursor));
                    Assert.Equal((at.Year, at.Month), YearAndMonth(period));
                    Assert.Equal(piece, MeteredInterval.MsIn(interval, period, end));
                    sum += piece;
                    cursor += piece;
                }

                Assert.Equal(Math.Abs(length), sum);
                Assert.Equal(0, MeteredInterval.MsIn(interval, PeriodText.Before(UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(joined))), end));
            },
            iter: Edges);

    [Fact]
    public void The_end_of_a_period_is_the_first_millisecond_of_the_next() =>
        Edge.Sample(
            edge =>
            {
                var (before, after) = (UsagePeriod.Containing(edge.AddMilliseconds(-1)), UsagePeriod.Containing(edge));
                Assert.Equal(edge.ToUnixTimeMilliseconds(), before.EndMs);
                Assert.Equal(before.EndMs, after.StartMs);
                Assert.Equal(after, PeriodText.After(before));
                Assert.Equal(before, PeriodText.Before(after));
                Assert.True(PeriodText.TryParse(PeriodText.Of(after), out var read));
                Assert.Equal(after, read);
                Assert.Equal(after, PeriodText.Beginning(PeriodText.StartDay(after)));
            },
            iter: Edges);

    /// <summary>The hour that a clock shows twice, or not at all, is one hour; the zone that an instant is written in changes nothing.</summary>
    [Theory]
    [InlineData("2026-03-29T01:30:00+01:00", "2026-03")]
    [InlineData("2026-11-01T01:30:00-04:00", "2026-11")]
    [InlineData("2026-11-01T00:30:00+09:00", "2026-10")]
    [InlineData("2026-10-31T20:30:00-04:00", "2026-11")]
    [InlineData("2028-02-29T23:59:59.999Z", "2028-02")]
    [InlineData("2028-03-01T00:00:00Z", "2028-03")]
    [InlineData("2026-12-31T23:59:59.999Z", "2026-12")]
    public void A_period_is_a_calendar_month_in_UTC(string instant, string period) =>
        Assert.Equal(period, PeriodText.Of(UsagePeriod.Containing(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void February_has_a_leap_day_when_the_calendar_says_so()
    {
        Assert.True(PeriodText.TryParse("2028-02", out var leap));
        Assert.Equal(29L * 86_400_000, leap.EndMs - leap.StartMs);
        Assert.True(PeriodText.TryParse("2100-02", out var none));
        Assert.Equal(28L * 86_400_000, none.EndMs - none.StartMs);
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("2026-01-01")]
    [InlineData("9999-12")]
    [InlineData("1969-12")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_no_period(string? text) => Assert.False(PeriodText.TryParse(text, out _));

    /// <summary>What a report is stamped with decides which period a provider charges: always the report's own, whenever it is made.</summary>
    [Fact]
    public void A_report_is_stamped_within_its_period() =>
        Gen.Select(Edge, Near).Sample(
            (edge, when) =>
            {
                var period = UsagePeriod.Containing(edge);
                var report = MeterReporting.Next(MeterHistory.None, new MeterStanding(BillingMeter.Streams, period, 60_000, 0), edge.AddMilliseconds(when))!;
                Assert.Equal(period, UsagePeriod.Containing(report.At));
                Assert.Equal(0, report.At.Millisecond);
            },
            iter: Edges);

    /// <summary>Late usage is billed once, in the first period that is open when it is told of: over all periods what is billed is what was used.</summary>
    [Fact]
    public void What_is_late_is_carried_once() =>
        Gen.Select(Gen.Long[0, 10_000_000], Gen.Long[-1_000_000, 1_000_000].Array[1, 6]).Sample(
            (closed, changes) =>
            {
                var (ledger, carried) = (closed, 0L);
                foreach (var change in changes)
                {
                    ledger = Math.Max(0, ledger + change);
                    var carry = LateUsage.Carry(closed, ledger, carried);
                    carried += carry;
                    Assert.Equal(ledger, closed + carried);
                    Assert.Equal(0, LateUsage.Carry(closed, ledger, carried));
                }
            });

    private static (int Year, int Month) YearAndMonth(UsagePeriod period)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs).UtcDateTime;
        return (start.Year, start.Month);
    }
}
