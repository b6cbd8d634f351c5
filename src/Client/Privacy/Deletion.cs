namespace RelayKit.Client;

/// <summary>That the tenant is to be deleted.</summary>
public sealed record Deletion
{
    /// <summary><c>del_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Which tenant: <c>ten_…</c>.</summary>
    public string TenantId { get; init; } = "";

    /// <summary><c>scheduled</c> while it can be undone, then <c>erasing</c>, then <c>erased</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>When it was asked for: since then the tenant is terminated.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>From when on it is erased, and can no longer be undone.</summary>
    public DateTimeOffset EraseAt { get; init; }

    /// <summary>When all was erased; null before.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>What was erased, as a signed JWS; null before.</summary>
    public string? Certificate { get; init; }
}
