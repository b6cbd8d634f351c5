using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>What a provider is told of a tenant. Nothing else of it goes there but usage.</summary>
/// <param name="Tenant">Which tenant.</param>
/// <param name="Name">The organisation's name, as it stands on invoices.</param>
/// <param name="Email">Where invoices go; null for nowhere.</param>
public sealed record BillingCustomer(TenantId Tenant, string Name, string? Email);
