using CsCheck;
using RelayKit.Usage.Series;

namespace RelayKit.UnitTests.Usage.Series;

public sealed class UsageBucketsTests
{
    [Fact]
    public void Buckets_of_a_range_meet_and_are_all_of_it() =>
        Gen.Select(Gen.Long[-5_000_000, 5_000_000], Gen.Long[1, 400_000_000], Gen.Bool).Sample((from, length, byHour) =>
        {
            var buckets = new UsageBuckets(from, from + length, byHour ? UsageGranularity.Hour : UsageGranularity.Day);
            var (at, count) = (from, 0);
            for (var floor = buckets.Floor(from); floor < buckets.ToMs; floor += buckets.LengthMs, count++)
            {
                Assert.Equal(0, floor % buckets.LengthMs);
                Assert.Equal(at, buckets.StartOf(floor));
                Assert.InRange(buckets.EndOf(floor), at + 1, floor + buckets.LengthMs);
                at = buckets.EndOf(floor);
            }

            Assert.Equal(buckets.ToMs, at);
            Assert.Equal(count, buckets.Count);
        });

    [Fact]
    public void A_range_that_ends_where_it_begins_has_no_bucket() =>
        Assert.Equal(0, new UsageBuckets(3_600_000, 3_600_000, UsageGranularity.Hour).Count);
}
