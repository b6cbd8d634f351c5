using Microsoft.Extensions.Options;
using RelayKit.Ingress;
using RelayKit.LiveKit;
using RelayKit.Reconciliation;

namespace RelayKit.Silo;

/// <summary>
/// The beat by which the ingresses of each LiveKit cluster are compared with their rows. Every silo keeps it, as that of reconciliation; the one grain
/// that looks knows when it looked last.
/// </summary>
internal sealed partial class IngressSchedule(
    IGrainFactory grains,
    LiveKitClusters clusters,
    IOptions<ReconciliationOptions> options,
    TimeProvider time,
    ILogger<IngressSchedule> logger)
    : ClusterSchedule(clusters.All.Select(static cluster => cluster.Name), options.Value.Period, time)
{
    protected override Task AskAsync(string cluster, CancellationToken stopping) =>
        grains.GetGrain<IIngressLookGrain>(cluster).LookWhenDueAsync(stopping);

    protected override void Failed(Exception fault, string cluster) => LogFailed(fault, cluster);

    [LoggerMessage(LogLevel.Warning, "The ingress of LiveKit cluster {Cluster} could not be looked at")]
    private partial void LogFailed(Exception fault, string cluster);
}
