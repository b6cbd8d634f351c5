using RelayKit.Tenants;

namespace RelayKit.Storage.Audit;

/// <summary>A violation of a law.</summary>
/// <param name="Check">Which.</param>
/// <param name="Tenant">Whose rows.</param>
/// <param name="Detail">Which rows, with both figures.</param>
public sealed record AuditFinding(string Check, TenantId Tenant, string Detail);
