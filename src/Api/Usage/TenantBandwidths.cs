using RelayKit.Api.Requests;
using RelayKit.Bandwidth;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>
/// Tenants' traffic, from a memory of ten seconds: it grows once a minute. The meter does not wait for it: a database that is away leaves it unknown and
/// not the meter.
/// </summary>
internal sealed partial class TenantBandwidths(IBandwidthStore store, TimeProvider time, ILogger<TenantBandwidths> logger)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly BriefCache<(MeterKey Key, UsagePeriod Period), TenantBandwidth?> _known = new(
        asked => ReadAsync(store, asked.Key, asked.Period, time, logger), MaxAge, time);

    /// <summary>A tenant's traffic in a period; null where none has been measured or it cannot be read now.</summary>
    public ValueTask<TenantBandwidth?> GetAsync(MeterKey key, UsagePeriod period) => _known.GetAsync((key, period));

    private static async Task<TenantBandwidth?> ReadAsync(
        IBandwidthStore store, MeterKey key, UsagePeriod period, TimeProvider time, ILogger<TenantBandwidths> logger)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await store.ReadAsync(key, period, patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception fault)
        {
            LogUnread(logger, fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Bandwidth could not be read; the meter is answered without it")]
    private static partial void LogUnread(ILogger logger, Exception fault);
}
