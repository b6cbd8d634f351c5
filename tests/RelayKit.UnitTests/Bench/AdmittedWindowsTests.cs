using RelayKit.Bench.RateLimits;
using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.Bench;

public sealed class AdmittedWindowsTests
{
    private static readonly RateLimit Limit = new(PerSecond: 10, Burst: 5);

    [Fact]
    public void All_that_a_limit_allows_is_no_excess_and_one_more_is()
    {
        var allowed = Times([.. Enumerable.Repeat(0.0, 5), .. Enumerable.Range(1, 50).Select(n => n * 0.1)]);

        Assert.Equal(0, AdmittedWindows.WorstExcess(allowed, Limit), 6);
        Assert.Equal(1, AdmittedWindows.WorstExcess([.. allowed, allowed[^1]], Limit), 6);
    }

    [Fact]
    public void A_burst_in_the_middle_is_seen_though_the_whole_is_within_the_limit() =>
        Assert.Equal(3, AdmittedWindows.WorstExcess(Times([0, .. Enumerable.Repeat(50.0, 8), 100]), Limit), 6);

    [Fact]
    public void Seconds_are_counted_within_the_range() =>
        Assert.Equal([2, 0, 1], AdmittedWindows.BySecond(Times([0.5, 1.0, 1.9, 3.0, 4.0]), from: 1, seconds: 3));

    private static List<TimeSpan> Times(IEnumerable<double> seconds) => [.. seconds.Select(TimeSpan.FromSeconds)];
}
