namespace RelayKit.Silo;

/// <summary>
/// A beat at which something is asked about each LiveKit cluster. Every silo keeps it; the one grain of a cluster that is asked knows when it was asked last. So no
/// silo has to be the one, and none is missed when it dies.
/// </summary>
/// <param name="clusters">The clusters' names.</param>
/// <param name="period">Between two beats.</param>
/// <param name="time">The clock.</param>
internal abstract class ClusterSchedule(IEnumerable<string> clusters, TimeSpan period, TimeProvider time) : PeriodicWork(period, time)
{
    private readonly string[] _clusters = [.. clusters];

    /// <summary>Asks the grain of a cluster.</summary>
    protected abstract Task AskAsync(string cluster, CancellationToken stopping);

    /// <summary>Says that it could not be asked, whyever; the next beat tries again.</summary>
    protected abstract void Failed(Exception fault, string cluster);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _clusters.Length > 0 ? base.ExecuteAsync(stoppingToken) : Task.CompletedTask;

    protected override Task RoundAsync(CancellationToken stopping) => Task.WhenAll(_clusters.Select(cluster => TryAsync(cluster, stopping)));

    private async Task TryAsync(string cluster, CancellationToken stopping)
    {
        try
        {
            await AskAsync(cluster, stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            Failed(fault, cluster);
        }
    }
}
