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
    ILogger<ReconciliationSchedule> logger) : PeriodicWork(options.Value.Period, time)
{
    protected override Task RoundAsync(CancellationToken stopping) => Task.WhenAll(clusters.All.Select(cluster => AskAsync(cluster.Name, stopping)));

    private async Task AskAsync(string cluster, CancellationToken stopping)
    {
        try
        {
            await grains.GetGrain<IReconciliationGrain>(cluster).LookWhenDueAsync(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, the next beat tries again.
            LogFailed(fault, cluster);
        }
    }

    [LoggerMessage(LogLevel.Warning, "LiveKit cluster {Cluster} could not be looked at")]
    private partial void LogFailed(Exception fault, string cluster);
}
