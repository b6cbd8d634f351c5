using Microsoft.Extensions.Options;
using RelayKit.Bandwidth;
using RelayKit.LiveKit;

namespace RelayKit.Silo;

/// <summary>The beat at which LiveKit's traffic is measured, where its metrics are configured. Every silo keeps it; the grain sees to it that it is measured once.</summary>
internal sealed partial class BandwidthSchedule(
    IGrainFactory grains,
    LiveKitClusters clusters,
    IOptions<BandwidthOptions> options,
    TimeProvider time,
    ILogger<BandwidthSchedule> logger) : PeriodicWork(options.Value.Period, time)
{
    private readonly IReadOnlyList<string> _measured =
        [.. clusters.All.Where(static cluster => cluster.Metrics is not null).Select(static cluster => cluster.Name)];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _measured.Count > 0 ? base.ExecuteAsync(stoppingToken) : Task.CompletedTask;

    protected override Task RoundAsync(CancellationToken stopping) => Task.WhenAll(_measured.Select(cluster => AskAsync(cluster, stopping)));

    private async Task AskAsync(string cluster, CancellationToken stopping)
    {
        try
        {
            await grains.GetGrain<IBandwidthGrain>(cluster).MeasureWhenDueAsync(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, the next beat tries again, and the counters go on.
            LogFailed(fault, cluster);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Traffic of LiveKit cluster {Cluster} could not be measured; the next beat tries again")]
    private partial void LogFailed(Exception fault, string cluster);
}
