namespace RelayKit.Client;

/// <summary>The tenant's limits, all of them.</summary>
public sealed record LimitList
{
    /// <summary>The limits.</summary>
    public IReadOnlyList<Limit> Data { get; init; } = [];

    /// <summary>What calls cost of the limits of rates.</summary>
    public CallCosts Costs { get; init; } = new();

    /// <summary>Always null: there is one page.</summary>
    public string? NextCursor { get; init; }
}
