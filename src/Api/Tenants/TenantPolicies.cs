using RelayKit.Api.Cluster;
using RelayKit.Api.Requests;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>What tenants may do, from a memory of at most a second: a busy tenant's grain is not asked for each request.</summary>
internal sealed class TenantPolicies(GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly BriefCache<TenantId, TenantPolicy> _policies = new(
        tenant => calls.RepeatableAsync(tenants.Get(tenant.ToString()), 0, static (grain, _, _) => grain.GetPolicyAsync(), CancellationToken.None).AsTask(),
        MaxAge,
        time);

    public ValueTask<TenantPolicy> GetAsync(TenantId tenant) => _policies.GetAsync(tenant);

    /// <summary>Forgets what is known of a tenant, which this process has just changed.</summary>
    public void Forget(TenantId tenant) => _policies.Forget(tenant);
}
