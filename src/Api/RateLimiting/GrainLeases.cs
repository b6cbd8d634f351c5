using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>Leases from the grains. A call that fails is not made again here: whoever holds points knows what to do meanwhile, and asks anew.</summary>
internal sealed class GrainLeases(GrainReferences<IRateLimitGrain> grains) : ILeaseSource
{
    /// <inheritdoc/>
    public Task<Lease> RenewAsync(string key, LeaseRequest request) => grains.Get(key).RenewAsync(request);
}
