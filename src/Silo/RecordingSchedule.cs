using Microsoft.Extensions.Options;
using RelayKit.LiveKit;
using RelayKit.Recordings;

namespace RelayKit.Silo;

/// <summary>The beat at which LiveKit is asked what it records. Every silo keeps it; the one grain that looks knows when it looked last.</summary>
internal sealed partial class RecordingSchedule(
    IGrainFactory grains,
    LiveKitClusters clusters,
    IOptions<RecordingOptions> options,
    TimeProvider time,
    ILogger<RecordingSchedule> logger)
    : ClusterSchedule(clusters.All.Select(static cluster => cluster.Name), options.Value.SweepPeriod, time)
{
    protected override Task AskAsync(string cluster, CancellationToken stopping) =>
        grains.GetGrain<IRecordingSweepGrain>(cluster).SweepWhenDueAsync(stopping);

    protected override void Failed(Exception fault, string cluster) => LogFailed(fault, cluster);

    [LoggerMessage(LogLevel.Warning, "The recordings of LiveKit cluster {Cluster} could not be looked at")]
    private partial void LogFailed(Exception fault, string cluster);
}
