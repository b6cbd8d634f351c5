using Microsoft.Extensions.Options;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Api.RateLimiting;

/// <summary>The buckets of all tenants that this process serves just now.</summary>
internal sealed class TenantBuckets
{
    /// <summary>As response fields name them.</summary>
    public const string ApiName = "api";
    public const string MintName = "mint";

    private readonly BucketSet<TenantId> _api;
    private readonly BucketSet<TenantId> _mint;

    public TenantBuckets(
        ILeaseSource leases,
        IRateLimitPolicies policies,
        IOptions<RateLimitOptions> options,
        RateLimitInstruments instruments,
        TimeProvider time,
        ILogger<LeasingBucket> logger)
    {
        var usual = options.Value.PolicyOf(null);

        BucketSet<TenantId> Make(string name, Func<RateLimitPolicy, RateLimit> choose, Func<TenantId, string> keyOf) => new(
            tenant => new LeasingBucket(
                name,
                choose(usual),
                async () => choose(await policies.GetAsync(tenant)),
                request => leases.RenewAsync(keyOf(tenant), request),
                instruments,
                time,
                logger),
            time);

        _api = Make(ApiName, static policy => policy.Api, RateLimitKeys.Api);
        _mint = Make(MintName, static policy => policy.Mint, RateLimitKeys.Mint);
    }

    public LeasingBucket Get(TenantId tenant, TenantLimit limit) => (limit == TenantLimit.Mint ? _mint : _api).Get(tenant);
}
