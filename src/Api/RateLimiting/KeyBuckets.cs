using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>The buckets of those API keys that have a limit of their own. A limit that was changed is another bucket here and the same one of the grain's.</summary>
internal sealed class KeyBuckets(ILeaseSource leases, RateLimitInstruments instruments, TimeProvider time, ILogger<LeasingBucket> logger)
{
    /// <summary>As response fields name it.</summary>
    public const string Name = "api_key";

    private readonly BucketSet<(Guid Key, RateLimit Limit)> _buckets = new(
        of => new LeasingBucket(
            Name,
            of.Limit,
            () => new(of.Limit),
            request => leases.RenewAsync(RateLimitKeys.ApiKey(of.Key), request),
            instruments,
            time,
            logger),
        time);

    public LeasingBucket Get(Guid key, RateLimit limit) => _buckets.Get((key, limit));
}
