using System.Buffers.Text;
using System.Text;
using RelayKit.Api.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.UnitTests.Api.Usage;

public sealed class UsageCursorTextTests
{
    private static readonly UsageBuckets Days = new(-12 * UsageBuckets.HourMs, 60 * UsageBuckets.HourMs, UsageGranularity.Day);

    [Theory]
    [InlineData(UsageGrouping.None, "")]
    [InlineData(UsageGrouping.Room, "Stand-up:1")]
    [InlineData(UsageGrouping.Kind, "4")]
    public void What_was_written_is_read(UsageGrouping grouping, string group)
    {
        foreach (var floor in new[] { -24, 0, 48 })
        {
            var place = new UsageSeriesPlace(floor * UsageBuckets.HourMs, group);

            Assert.True(UsageCursorText.TryParse(UsageCursorText.Write(place), Days, grouping, out var read));
            Assert.Equal(place, read);
        }
    }

    [Theory]
    [InlineData("0", UsageGrouping.None)]
    [InlineData("0 a", UsageGrouping.None)]
    [InlineData("3600000 ", UsageGrouping.None)]
    [InlineData("-172800000 ", UsageGrouping.None)]
    [InlineData("259200000 ", UsageGrouping.None)]
    [InlineData("99999999999999999999 ", UsageGrouping.None)]
    [InlineData("0 ", UsageGrouping.Room)]
    [InlineData("0 a b", UsageGrouping.Room)]
    [InlineData("0 5", UsageGrouping.Kind)]
    [InlineData("0 11", UsageGrouping.Kind)]
    [InlineData("0 room", UsageGrouping.Kind)]
    public void What_is_no_place_of_the_series_is_refused(string text, UsageGrouping grouping) =>
        Assert.False(UsageCursorText.TryParse(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text)), Days, grouping, out _));

    [Fact]
    public void What_is_no_base64url_is_refused() => Assert.False(UsageCursorText.TryParse("%", Days, UsageGrouping.None, out _));
}
