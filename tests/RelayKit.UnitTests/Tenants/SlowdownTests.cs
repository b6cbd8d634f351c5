using CsCheck;
using RelayKit.Limits;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Tenants;

/// <summary>A tenant that is slowed gets no more than before, and never more than the slowdown says.</summary>
public sealed class SlowdownTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly Gen<int?> Rate = Gen.Int[1, 1000].Nullable();
    private static readonly Gen<RateLimitSet> Rates = Gen.Select(Rate, Rate, Rate, Rate).Select(static (a, b, c, d) => new RateLimitSet(a, b, c, d));

    [Fact]
    public void Two_together_are_as_long_as_the_longer_and_as_low_as_the_lower() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[1, 100], Rates, Rates).Sample((oneSeconds, otherSeconds, one, other) =>
        {
            var current = new Slowdown(Now.AddSeconds(oneSeconds), "one", one);

            var both = new Slowdown(Now.AddSeconds(otherSeconds), "other", other).With(current, Now);

            Assert.Equal(Now.AddSeconds(Math.Max(oneSeconds, otherSeconds)), both.Until);
            Assert.Equal(Lower(one.MintsPerSecond, other.MintsPerSecond), both.Rates.MintsPerSecond);
            Assert.Equal(Lower(one.ApiBurst, other.ApiBurst), both.Rates.ApiBurst);
            Assert.Equal(both.Rates, both.Hold(one));
        });

    [Fact]
    public void One_that_is_over_counts_for_nothing()
    {
        var over = new Slowdown(Now, "over", new RateLimitSet(1, 1, 1, 1));
        var next = new Slowdown(Now.AddSeconds(1), "next", new RateLimitSet(null, null, 7, 7));

        Assert.Equal(next, next.With(over, Now));
    }

    private static int? Lower(int? one, int? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => Math.Min(one.Value, other.Value),
    };
}
