using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Requests;
using RelayKit.Usage;

namespace RelayKit.Api.Limits;

/// <summary>How much of their limits tenants use now, from a memory of a quarter of a second.</summary>
internal sealed class TenantStandings(GrainReferences<IUsageMeterGrain> meters, GrainCalls calls, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(250);

    private readonly BriefCache<MeterKey, TenantStanding> _standings = new(
        key => calls.RepeatableAsync(meters.Get(key.ToString()), 0, static (meter, _, _) => meter.ReadStandingAsync(), CancellationToken.None).AsTask(),
        MaxAge,
        time);

    public ValueTask<TenantStanding> GetAsync(CurrentTenant current) => GetAsync(new MeterKey(current.Tenant, current.Mode));

    public ValueTask<TenantStanding> GetAsync(MeterKey key) => _standings.GetAsync(key);
}
