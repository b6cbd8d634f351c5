using RelayKit.Tenants;

namespace RelayKit.RateLimiting;

/// <summary>Says which limits a tenant has.</summary>
public interface IRateLimitPolicies
{
    /// <summary>
    /// The tenant's limits now. Asked with every lease, up to twenty times a second for a tenant far over its limit, and by each
    /// process: so an implementation keeps what it knows. What it answers holds from that lease on. When it fails, the limits stay
    /// what they were.
    /// </summary>
    ValueTask<RateLimitPolicy> GetAsync(TenantId tenant);
}
