using Microsoft.Extensions.Options;
using RelayKit.Api.Tenants;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Api.RateLimiting;

/// <summary>The limits that tenants have: the operator's for each of them, else the defaults; while a tenant is slowed, no more than that allows.</summary>
internal sealed class RateLimitPolicies(TenantPolicies policies, IOptions<RateLimitOptions> options, TimeProvider time) : IRateLimitPolicies
{
    /// <inheritdoc/>
    public ValueTask<RateLimitPolicy> GetAsync(TenantId tenant)
    {
        var policy = policies.GetAsync(tenant);
        return policy.IsCompletedSuccessfully ? new(Of(policy.Result)) : WaitAsync(policy);
    }

    /// <summary>The limits that a policy comes to; null where nothing is limited.</summary>
    public RateLimitPolicy? InForce(TenantPolicy policy) => options.Value.Enabled ? Of(policy) : null;

    private RateLimitPolicy Of(TenantPolicy policy) => options.Value.PolicyOf(policy.RateLimits, policy.Slowdown is { } slowdown && slowdown.Until > time.GetUtcNow() ? slowdown : null);

    private async ValueTask<RateLimitPolicy> WaitAsync(ValueTask<TenantPolicy> policy) => Of(await policy);
}
