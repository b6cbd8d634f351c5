namespace RelayKit.Client;

/// <summary>A restriction of what is done with the tenant's data.</summary>
public sealed record Restriction
{
    /// <summary><c>analysis</c> or <c>all</c>.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; init; }
}
