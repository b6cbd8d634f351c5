using Microsoft.Extensions.Options;
using RelayKit.Api.Authentication;
using RelayKit.Ingress;
using RelayKit.Limits;
using RelayKit.Recordings;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Limits;

/// <summary>A tenant's limits of recordings, streams and ingresses, with what is used of them: counted in the database, as whoever starts one is held to it.</summary>
internal sealed class MediaLimits(IRecordingStore recordings, IIngressStore ingresses, IOptions<IngressOptions> ingress, TimeProvider time)
{
    private static readonly string[] Counted = [LimitNames.Recordings, LimitNames.Streams, LimitNames.RecordingMinutes, LimitNames.RecordingBytes];

    /// <summary>The limits that there are.</summary>
    public async Task<IReadOnlyList<ReachedLimit>> ReadAsync(CurrentTenant current, TenantPolicy policy, CancellationToken cancellation)
    {
        var limits = Counted.Select(name => policy.LimitOf(name)).OfType<ReachedLimit>().ToList();
        var counting = ingresses.CountAsync(current.Tenant, current.Mode, cancellation);
        if (limits.Count > 0)
        {
            var (used, nowMs) = (await ReadUsageAsync(current, cancellation), time.GetUtcNow().ToUnixTimeMilliseconds());
            limits = [.. limits.Select(limit => limit with { Used = used.UsedOf(limit.Name, nowMs) })];
        }

        return [.. limits, policy.LimitOf(LimitNames.Ingresses, ingress.Value.MaxPerTenant)! with { Used = await counting }];
    }

    /// <summary>What the tenant has recorded and streamed in the period that is now.</summary>
    public Task<RecordingUsage> ReadUsageAsync(CurrentTenant current, CancellationToken cancellation)
    {
        var periodStart = DateTimeOffset.FromUnixTimeMilliseconds(UsagePeriod.Containing(time.GetUtcNow()).StartMs);
        return recordings.ReadUsageAsync(current.Tenant, current.Mode, periodStart, cancellation);
    }
}
