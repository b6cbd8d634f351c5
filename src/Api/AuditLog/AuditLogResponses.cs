using RelayKit.AuditLog;
using RelayKit.Identifiers;

namespace RelayKit.Api.AuditLog;

/// <summary>An entry of the audit log.</summary>
/// <param name="Id"><c>aud_…</c>.</param>
/// <param name="At">When it was written.</param>
/// <param name="TenantId">Whose affair it is; null for one of the operator's that is no tenant's.</param>
/// <param name="Actor"><c>operator</c>, <c>system</c>, or the id of the account or the API key.</param>
/// <param name="Action">What was asked for: the id of the operation in this document.</param>
/// <param name="Targets">The ids and names in the request's path, and the id of what was made.</param>
/// <param name="IpAddress">Where the request came from; null where it is not known, and to tenants where it was the operator's.</param>
/// <param name="RequestId">The request's id; both of its entries have it.</param>
/// <param name="Phase"><c>asked</c> before anything is done; then <c>done</c>, <c>refused</c>, or <c>unknown</c> where it failed on the way.</param>
/// <param name="Status">The HTTP status of the answer; null before there is one.</param>
/// <param name="Code">The code of the problem that was answered with; null where there was none.</param>
internal sealed record AuditEntryResponse(
    string Id,
    DateTimeOffset At,
    string? TenantId,
    string Actor,
    string Action,
    IReadOnlyList<string> Targets,
    string? IpAddress,
    string RequestId,
    string Phase,
    int? Status,
    string? Code)
{
    public static AuditEntryResponse Of(AuditEntry entry) => new(
        PublicId.Format(PublicId.AuditEntry, entry.Id),
        entry.At,
        entry.Tenant?.ToString(),
        entry.Actor,
        entry.Action,
        entry.Targets,
        entry.IpAddress,
        PublicId.Format(PublicId.Request, entry.Request),
        entry.Phase.Word(),
        entry.Status,
        entry.Code);

    /// <summary>As a tenant sees it: where the operator's people sit is not its affair.</summary>
    public static AuditEntryResponse ForTenant(AuditEntry entry) =>
        Of(entry.Actor == AuditEntry.Operator ? entry with { IpAddress = null } : entry);
}
