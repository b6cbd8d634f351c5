namespace RelayKit.Client;

/// <summary>What the calls of a key may cost: a read 1 point, a write 3, an expensive start 10, a join token 1.</summary>
public sealed record ApiKeyRateLimit
{
    /// <summary>Points that come back in a second, 1 to 1,000,000.</summary>
    public int PointsPerSecond { get; init; }

    /// <summary>Points at once, 1 to 10,000,000; left out, five times as many.</summary>
    public int? Burst { get; init; }
}
