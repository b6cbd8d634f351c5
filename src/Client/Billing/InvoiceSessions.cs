namespace RelayKit.Client;

/// <summary>A page of what a line of an invoice is added up from.</summary>
public sealed record InvoiceSessions : IPage<BilledSession>
{
    /// <summary>The invoice: <c>ivc_…</c>.</summary>
    public string Invoice { get; init; } = "";

    /// <summary>The line's name.</summary>
    public string Line { get; init; } = "";

    /// <summary>The line's quantity: <see cref="TotalMs"/> in whole minutes, rounded down once.</summary>
    public long Quantity { get; init; }

    /// <summary><see cref="SessionsMs"/> and all adjustments.</summary>
    public long TotalMs { get; init; }

    /// <summary>What all sessions come to, those on other pages included.</summary>
    public long SessionsMs { get; init; }

    /// <summary>What the line has beside its sessions, and why.</summary>
    public IReadOnlyList<LineAdjustment> Adjustments { get; init; } = [];

    /// <summary>The sessions of this page.</summary>
    public IReadOnlyList<BilledSession> Data { get; init; } = [];

    /// <summary>Where the next page begins; null on the last.</summary>
    public string? NextCursor { get; init; }
}
