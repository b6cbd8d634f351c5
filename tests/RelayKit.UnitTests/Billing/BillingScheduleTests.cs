using CsCheck;
using RelayKit.Billing;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Billing;

public sealed class BillingScheduleTests
{
    private static readonly BillingSchedule Schedule = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));

    private static readonly Gen<DateTimeOffset> Instant = Gen.Long[new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks]
        .Select(static ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    [Fact]
    public void The_next_report_is_within_an_hour_and_never_past_the_closing_of_a_period() =>
        Gen.Select(Gen.Guid, Instant).Sample((tenant, now) =>
        {
            var next = Schedule.NextAfter(tenant, now);
            Assert.True(next > now && next <= now.AddHours(1));
            var closes = Schedule.ClosesAt(PeriodText.Before(UsagePeriod.Containing(now)));
            Assert.False(now < closes && next > closes);
        });

    [Fact]
    public void A_tenant_has_its_own_place_within_the_hour()
    {
        var now = new DateTimeOffset(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
        Gen.Guid.Sample(tenant => Assert.Equal(Schedule.NextAfter(tenant, now).AddHours(1), Schedule.NextAfter(tenant, Schedule.NextAfter(tenant, now))));
    }

    [Fact]
    public void All_periods_since_the_last_that_is_closed_are_open_the_oldest_first()
    {
        var now = new DateTimeOffset(2027, 2, 1, 0, 10, 0, TimeSpan.Zero);

        Assert.Equal(["2026-12", "2027-01", "2027-02"], BillingSchedule.Open(Of("2026-11"), now.AddYears(-1), now).Select(PeriodText.Of));
        Assert.Equal(["2027-01", "2027-02"], BillingSchedule.Open(null, now.AddYears(-1), now).Select(PeriodText.Of));
        Assert.Equal(["2027-02"], BillingSchedule.Open(null, now.AddMinutes(-10), now).Select(PeriodText.Of));
        Assert.Empty(BillingSchedule.Open(Of("2027-02"), now.AddYears(-1), now));
    }

    [Fact]
    public void A_period_is_closed_when_its_lateness_is_over()
    {
        var end = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.False(Schedule.IsToClose(Of("2026-11"), end.AddMinutes(29)));
        Assert.True(Schedule.IsToClose(Of("2026-11"), end.AddMinutes(30)));
    }

    private static UsagePeriod Of(string text) => PeriodText.TryParse(text, out var period) ? period : throw new ArgumentException(text);
}
