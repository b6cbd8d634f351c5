using Microsoft.Extensions.Options;
using RelayKit.LiveKit;
using RelayKit.Reconciliation;

namespace RelayKit.Silo;

/// <summary>
/// The beat of reconciliation. Every silo keeps it and asks for a look at each LiveKit cluster; the one grain that looks knows when it
/// looked last. So no silo has to be the one, and none is missed when it dies.
/// </summary>
internal sealed partial class ReconciliationSchedule(
    IGrainFactory grains,
    LiveKitClusters clusters,
    IOptions<ReconciliationOptions> options,
    TimeProvider time,
    ILogger<ReconciliationSchedule> logger)
    : ClusterSchedule(clusters.All.Select(static cluster => cluster.Name), options.Value.Period, time)
{
    protected override Task AskAsync(string cluster, CancellationToken stopping) =>
        grains.GetGrain<IReconciliationGrain>(cluster).LookWhenDueAsync(stopping);

    protected override void Failed(Exception fault, string cluster) => LogFailed(fault, cluster);

    [LoggerMessage(LogLevel.Warning, "LiveKit cluster {Cluster} could not be looked at")]
    private partial void LogFailed(Exception fault, string cluster);
}
