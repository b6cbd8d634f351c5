using System.Runtime.CompilerServices;
using RelayKit.Api.Cluster;
using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>Reads tenants' meters, wherever they are.</summary>
internal sealed class UsageMeters(GrainReferences<IUsageMeterGrain> meters, GrainCalls calls, IUsageStore store, TimeProvider time)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UsageResponse> ReadAsync(MeterKey key, CancellationToken cancellation)
    {
        var reading = await calls.RepeatableAsync(
            meters.Get(key.ToString()), default(object), static (meter, _, _) => meter.ReadAsync(), cancellation);
        return UsageResponse.Of(reading, key.Mode);
    }

    /// <summary>
    /// Reads what whoever has a label has used, from the ledger itself: a tenant may have any number of labels, and its meter has lines only of those that it limits.
    /// </summary>
    public async ValueTask<UsageResponse> ReadLabelAsync(MeterKey key, Label label, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var reading = await store.ReadLabelAsync(key, UsagePeriod.Containing(now), label, now.ToUnixTimeMilliseconds(), cancellation);
        return UsageResponse.Of(reading, key.Mode) with { Label = label.ToString() };
    }
}
