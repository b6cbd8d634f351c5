using CsCheck;
using RelayKit.Storage.Retention;

namespace RelayKit.UnitTests.Storage.Retention;

public sealed class PartitionSpanTests
{
    [Fact]
    public void Names_of_months_and_days_are_read() => Gen.Int[0, 60_000].Sample(number =>
    {
        var day = new DateOnly(2000, 1, 1).AddDays(number);
        var month = new DateOnly(day.Year, day.Month, 1);

        Assert.True(PartitionSpan.TryParse("events", $"events_y{day:yyyy}m{day:MM}", out var monthly));
        Assert.Equal((month, month.AddMonths(1)), (monthly.First, monthly.End));
        Assert.True(PartitionSpan.TryParse("request_logs", $"request_logs_y{day:yyyy}m{day:MM}d{day:dd}", out var daily));
        Assert.Equal((day, day.AddDays(1)), (daily.First, daily.End));
    });

    [Theory]
    [InlineData("events_other")]
    [InlineData("events")]
    [InlineData("events_y2026m13")]
    [InlineData("events_y2026m11d31")]
    [InlineData("events_y2026m11_old")]
    [InlineData("usage_hourly_y2026m11")]
    public void What_no_span_of_days_made_is_none(string name) => Assert.False(PartitionSpan.TryParse("events", name, out _));

    [Fact]
    public void A_table_whose_name_goes_on_is_another() => Assert.False(PartitionSpan.TryParse("usage_hourly", "usage_hourly_by_room_y2026m11", out _));
}
