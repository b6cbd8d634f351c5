namespace RelayKit.Client;

/// <summary>Restricts what is done with the tenant's data.</summary>
internal sealed record SetRestriction
{
    /// <summary><c>analysis</c> or <c>all</c>.</summary>
    public required string Scope { get; init; }
}
