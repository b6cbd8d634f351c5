namespace RelayKit.Client;

/// <summary>How fast requests may come.</summary>
public sealed record RateLimits
{
    /// <summary>Cost points a second; null for the default.</summary>
    public int? ApiPointsPerSecond { get; init; }

    /// <summary>Cost points at once; null for the default.</summary>
    public int? ApiBurst { get; init; }

    /// <summary>Join tokens a second; null for the default.</summary>
    public int? MintsPerSecond { get; init; }

    /// <summary>Join tokens at once; null for the default.</summary>
    public int? MintBurst { get; init; }
}
