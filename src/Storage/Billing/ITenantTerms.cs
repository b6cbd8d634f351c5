using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>Where a tenant's grain is told what billing asks of it.</summary>
internal interface ITenantTerms
{
    /// <summary>Tells it; told again, it stays as it is. When it returns, the terms hold and no crash loses them.</summary>
    Task SetAsync(TenantId tenant, BillingTerms terms, CancellationToken cancellation);
}
