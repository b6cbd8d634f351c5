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
    ILogger<BandwidthSchedule> logger)
    : ClusterSchedule(clusters.All.Where(static cluster => cluster.Metrics is not null).Select(static cluster => cluster.Name), options.Value.Period, time)
{
    protected override Task AskAsync(string cluster, CancellationToken stopping) =>
        grains.GetGrain<IBandwidthGrain>(cluster).MeasureWhenDueAsync(stopping);

    protected override void Failed(Exception fault, string cluster) => LogFailed(fault, cluster);

    [LoggerMessage(LogLevel.Warning, "Traffic of LiveKit cluster {Cluster} could not be measured; the next beat tries again")]
    private partial void LogFailed(Exception fault, string cluster);
}
