using RelayKit.Api.Requests;
using RelayKit.Recordings;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>
/// What tenants record and stream, from a memory of five seconds. It is remembered as lines, so what goes on counts up to the instant that is asked for; only a
/// begin or an end is known so much later. The meter does not wait for a database that is away: then it is unknown.
/// </summary>
internal sealed partial class TenantRecordings(IRecordingStore store, TimeProvider time, ILogger<TenantRecordings> logger)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly BriefCache<(MeterKey Key, UsagePeriod Period), RecordingUsage?> _known = new(
        asked => ReadAsync(store, asked.Key, asked.Period, time, logger), MaxAge, time);

    /// <summary>What a tenant records and streams in a period; null where it cannot be read now.</summary>
    public ValueTask<RecordingUsage?> GetAsync(MeterKey key, UsagePeriod period) => _known.GetAsync((key, period));

    private static async Task<RecordingUsage?> ReadAsync(
        IRecordingStore store, MeterKey key, UsagePeriod period, TimeProvider time, ILogger<TenantRecordings> logger)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await store.ReadUsageAsync(key.Tenant, key.Mode, DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs), patience.Token)
                .WaitAsync(patience.Token);
        }
        catch (Exception fault)
        {
            LogUnread(logger, fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Recordings could not be read; the meter is answered without them")]
    private static partial void LogUnread(ILogger logger, Exception fault);
}
