namespace RelayKit.Client;

/// <summary>What a line has beside its sessions.</summary>
public sealed record LineAdjustment
{
    /// <summary>The closed month that it comes from or goes to.</summary>
    public string Month { get; init; } = "";

    /// <summary>Milliseconds; below zero where they are taken off the line.</summary>
    public long Ms { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
