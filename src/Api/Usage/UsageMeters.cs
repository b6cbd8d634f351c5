using System.Runtime.CompilerServices;
using RelayKit.Api.Cluster;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>Reads tenants' meters, wherever they are.</summary>
internal sealed class UsageMeters(GrainReferences<IUsageMeterGrain> meters, GrainCalls calls)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UsageResponse> ReadAsync(MeterKey key, CancellationToken cancellation)
    {
        var reading = await calls.RepeatableAsync(
            meters.Get(key.ToString()), default(object), static (meter, _, _) => meter.ReadAsync(), cancellation);
        return UsageResponse.Of(reading, key.Mode);
    }
}
