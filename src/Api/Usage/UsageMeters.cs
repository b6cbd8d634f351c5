using System.Runtime.CompilerServices;
using RelayKit.Api.Billing;
using RelayKit.Api.Cluster;
using RelayKit.Api.Limits;
using RelayKit.Api.Tenants;
using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>Reads tenants' meters, wherever they are, with what stands beside them: the budget, the traffic and the recordings, from memory as a rule.</summary>
internal sealed class UsageMeters(
    GrainReferences<IUsageMeterGrain> meters,
    GrainCalls calls,
    IUsageStore store,
    TenantPolicies policies,
    TenantStandings standings,
    TenantBandwidths bandwidths,
    TenantRecordings recordings,
    TenantAllowances allowances,
    TimeProvider time)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UsageResponse> ReadAsync(MeterKey key, CancellationToken cancellation)
    {
        var reading = await calls.RepeatableAsync(
            meters.Get(key.ToString()), default(object), static (meter, _, _) => meter.ReadAsync(), cancellation);
        return UsageResponse.Of(
            reading,
            key.Mode,
            await CapAsync(key, reading),
            await bandwidths.GetAsync(key, reading.Period),
            await recordings.GetAsync(key, reading.Period),
            // Test mode is never billed.
            key.Mode == Mode.Live ? await allowances.GetAsync(key.Tenant) : null);
    }

    /// <summary>Only live rooms have budgets.</summary>
    private async ValueTask<UsageCap?> CapAsync(MeterKey key, UsageReading reading)
    {
        if (key.Mode != Mode.Live || (await policies.GetAsync(key.Tenant)).Cap is not { } budget)
        {
            return null;
        }

        var standing = reading.BilledMs >= budget.Ms ? await standings.GetAsync(key) : null;
        return UsageCap.Of(budget, reading, standing);
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
