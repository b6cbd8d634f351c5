using RelayKit.Tenants;

namespace RelayKit.Storage.Billing;

/// <summary>Tells the grain itself.</summary>
internal sealed class GrainTenantTerms(GrainReferences<ITenantGrain> tenants) : ITenantTerms
{
    public Task SetAsync(TenantId tenant, BillingTerms terms, CancellationToken cancellation) =>
        tenants.Get(tenant.ToString()).SetBillingTermsAsync(terms, cancellation);
}
