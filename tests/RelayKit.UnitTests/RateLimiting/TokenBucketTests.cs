using CsCheck;
using RelayKit.RateLimiting;
using RelayKit.Testing.Histories;

namespace RelayKit.UnitTests.RateLimiting;

/// <summary>The bucket is exact: what it holds depends on the time that has passed and on nothing else.</summary>
public sealed class TokenBucketTests
{
    private static readonly RateLimit Limit = new(PerSecond: 3, Burst: 10);

    private static readonly Gen<RateLimit> Limits =
        Gen.Select(Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, RateLimit.Most]), Gen.OneOf(Gen.Int[1, 100], Gen.Int[1, RateLimit.Most]), (rate, burst) => new RateLimit(rate, burst));

    [Fact]
    public void What_it_holds_does_not_depend_on_how_often_it_is_looked_at() =>
        (from limit in Limits
         from steps in Gen.Long[0, 30_000_000].Array[1, 50]
         select (limit, steps)).Sample(
            history =>
            {
                var often = TokenBucket.Empty(history.limit, TimeSpan.Zero);
                var at = TimeSpan.Zero;
                foreach (var step in history.steps)
                {
                    at += TimeSpan.FromTicks(step);
                    often = often.AdvanceTo(at);
                }

                Assert.Equal(TokenBucket.Empty(history.limit, TimeSpan.Zero).AdvanceTo(at), often);
            },
            iter: HistoryCount.Value);

    [Fact]
    public void It_holds_what_the_rate_gives_and_no_more_than_the_burst() =>
        Gen.Select(Limits, Gen.Long[0, TimeSpan.TicksPerDay * 4000]).Sample((limit, ticks) =>
        {
            var expected = Int128.Min(limit.Burst, (Int128)ticks * limit.PerSecond / TimeSpan.TicksPerSecond);

            Assert.Equal(expected, TokenBucket.Empty(limit, TimeSpan.Zero).AdvanceTo(TimeSpan.FromTicks(ticks)).Points);
        });

    [Fact]
    public void It_has_the_points_when_it_says_and_not_a_tick_before() =>
        Gen.Select(Limits, Gen.Long[1, RateLimit.Most]).Sample((limit, wanted) =>
        {
            var points = 1 + (wanted % limit.Burst);
            var empty = TokenBucket.Empty(limit, TimeSpan.Zero);
            var when = empty.Until(points);

            Assert.True(empty.AdvanceTo(when).TryTake(points, out _));
            Assert.False(empty.AdvanceTo(when - TimeSpan.FromTicks(1)).TryTake(points, out _));
        });

    [Fact]
    public void Points_are_taken_all_or_none()
    {
        var full = TokenBucket.Full(Limit, TimeSpan.Zero);

        Assert.False(full.TryTake(11, out var untouched));
        Assert.Equal(full, untouched);
        Assert.True(full.TryTake(10, out var empty));
        Assert.Equal(0, empty.Points);
        Assert.False(empty.TryTake(1, out _));
    }

    [Fact]
    public void A_clock_that_stands_still_or_goes_back_brings_nothing()
    {
        var bucket = TokenBucket.Empty(Limit, TimeSpan.FromSeconds(5));

        Assert.Equal(bucket, bucket.AdvanceTo(TimeSpan.FromSeconds(5)));
        Assert.Equal(bucket, bucket.AdvanceTo(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_ceiling_keeps_it_from_filling_but_takes_nothing_away()
    {
        var four = TokenBucket.Empty(Limit, TimeSpan.Zero).Put(4);

        Assert.Equal(5, four.AdvanceTo(TimeSpan.FromSeconds(10), ceiling: 5).Points);
        Assert.Equal(4, four.AdvanceTo(TimeSpan.FromSeconds(10), ceiling: 2).Points);
        Assert.Equal(2, four.Trim(2).Points);
    }

    [Fact]
    public void Another_limit_changes_the_rate_from_now_on_and_cuts_what_it_no_longer_holds()
    {
        var full = TokenBucket.Full(Limit, TimeSpan.Zero);

        Assert.Equal(4, full.WithLimit(new RateLimit(1, 4)).Points);
        Assert.Equal(10, full.WithLimit(new RateLimit(1, 40)).Points);
        Assert.Equal(12, full.WithLimit(new RateLimit(1, 40)).AdvanceTo(TimeSpan.FromSeconds(2)).Points);
    }

    [Theory]
    [InlineData(60, 300, 5)]
    [InlineData(60, 301, 6)]
    [InlineData(1_000, 1, 1)]
    public void The_window_is_the_time_in_which_it_fills(int perSecond, int burst, int seconds) =>
        Assert.Equal(seconds, new RateLimit(perSecond, burst).WindowSeconds);
}
