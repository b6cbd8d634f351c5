using RelayKit.Limits;

namespace RelayKit.Tenants;

/// <summary>A tenant's rates are lower than they otherwise would be, for some time.</summary>
/// <param name="Until">Until when.</param>
/// <param name="Reason">Why, in words that the tenant reads.</param>
/// <param name="Rates">The rates; null where nothing is lower.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Slowdown")]
public sealed record Slowdown([property: Id(0)] DateTimeOffset Until, [property: Id(1)] string Reason, [property: Id(2)] RateLimitSet Rates)
{
    /// <summary>Both together: as long as the longer, as low as the lower.</summary>
    /// <param name="current">The one that holds; null for none.</param>
    /// <param name="now">The instant; one that is over by then counts for nothing.</param>
    public Slowdown With(Slowdown? current, DateTimeOffset now) => current is null || current.Until <= now
        ? this
        : new Slowdown(current.Until > Until ? current.Until : Until, Reason, Lower(current.Rates, Rates));

    /// <summary>The rates of a tenant, of which these are the most.</summary>
    /// <param name="rates">What holds otherwise.</param>
    public RateLimitSet Hold(RateLimitSet rates) => Lower(rates, Rates);

    private static RateLimitSet Lower(RateLimitSet one, RateLimitSet other) => new(
        Lower(one.ApiPointsPerSecond, other.ApiPointsPerSecond),
        Lower(one.ApiBurst, other.ApiBurst),
        Lower(one.MintsPerSecond, other.MintsPerSecond),
        Lower(one.MintBurst, other.MintBurst));

    private static int? Lower(int? one, int? other) => one is { } first && other is { } second ? Math.Min(first, second) : one ?? other;
}
