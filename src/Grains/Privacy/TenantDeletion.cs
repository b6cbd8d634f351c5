using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>That a tenant is to be deleted, or was.</summary>
/// <param name="Tenant">Which.</param>
/// <param name="Id">The deletion's id; written <c>del_…</c>.</param>
/// <param name="RequestedAt">When it was asked for: since then the tenant is terminated.</param>
/// <param name="EraseAt">From when on it is erased, and the deletion can no longer be undone.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.TenantDeletion")]
public sealed record TenantDeletion(
    [property: Id(0)] TenantId Tenant,
    [property: Id(1)] Guid Id,
    [property: Id(2)] DateTimeOffset RequestedAt,
    [property: Id(3)] DateTimeOffset EraseAt)
{
    /// <summary>How long a deletion can be undone.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    /// <summary>Since when it is being erased; null before.</summary>
    [Id(4)]
    public DateTimeOffset? ErasingSince { get; init; }

    /// <summary>When all was erased; null before.</summary>
    [Id(5)]
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>What was erased, signed; null before.</summary>
    [Id(6)]
    public string? Certificate { get; init; }
}
