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
    ILogger<IngressSchedule> logger) : PeriodicWork(options.Value.Period, time)
{
    protected override Task RoundAsync(CancellationToken stopping) => Task.WhenAll(clusters.All.Select(cluster => AskAsync(cluster.Name, stopping)));

    private async Task AskAsync(string cluster, CancellationToken stopping)
    {
        try
        {
            await grains.GetGrain<IIngressLookGrain>(cluster).LookWhenDueAsync(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, the next beat tries again.
            LogFailed(fault, cluster);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The ingress of LiveKit cluster {Cluster} could not be looked at")]
    private partial void LogFailed(Exception fault, string cluster);
}
