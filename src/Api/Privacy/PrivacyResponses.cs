using RelayKit.Identifiers;
using RelayKit.Privacy;

namespace RelayKit.Api.Privacy;

/// <summary>That a tenant is to be deleted, or was.</summary>
/// <param name="Id"><c>del_…</c>.</param>
/// <param name="TenantId">Which tenant: <c>ten_…</c>.</param>
/// <param name="State"><c>scheduled</c> while it can be undone, then <c>erasing</c>, then <c>erased</c>.</param>
/// <param name="RequestedAt">When it was asked for: since then the tenant is terminated.</param>
/// <param name="EraseAt">From when on it is erased.</param>
/// <param name="ErasedAt">When all was erased; null before.</param>
/// <param name="Certificate">What was erased: stores and counts, as a JWS that the keys of <c>/.well-known/relaykit-certificates.json</c> verify; null before.</param>
internal sealed record DeletionResponse(
    string Id,
    string TenantId,
    string State,
    DateTimeOffset RequestedAt,
    DateTimeOffset EraseAt,
    DateTimeOffset? ErasedAt,
    string? Certificate)
{
    public static DeletionResponse Of(TenantDeletion deletion) => new(
        PublicId.Format(PublicId.Deletion, deletion.Id),
        deletion.Tenant.ToString(),
        deletion.ErasedAt is not null ? "erased" : deletion.ErasingSince is not null ? "erasing" : "scheduled",
        deletion.RequestedAt,
        deletion.EraseAt,
        deletion.ErasedAt,
        deletion.Certificate);
}

/// <summary>A restriction of what is done with the tenant's data.</summary>
/// <param name="Scope"><c>analysis</c> or <c>all</c>.</param>
/// <param name="Since">Since when.</param>
internal sealed record RestrictionResponse(string Scope, DateTimeOffset Since)
{
    public static RestrictionResponse Of(ProcessingRestriction restriction) => new(restriction.Scope.Word(), restriction.Since);
}

/// <summary>An end user was erased. Nothing here says who.</summary>
/// <param name="Id"><c>ers_…</c>.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="Counts">Rows that were removed, or of which the person was taken out, by table.</param>
/// <param name="Certificate">The same, signed: a JWS that the keys of <c>/.well-known/relaykit-certificates.json</c> verify.</param>
internal sealed record EndUserErasureResponse(string Id, DateTimeOffset ErasedAt, IReadOnlyDictionary<string, long> Counts, string Certificate)
{
    public static EndUserErasureResponse Of(EndUserErased erased) => new(
        PublicId.Format(PublicId.Erasure, erased.Id), erased.ErasedAt, erased.Counts, erased.Certificate);
}
