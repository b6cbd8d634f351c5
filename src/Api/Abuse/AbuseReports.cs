using Microsoft.Extensions.Options;
using RelayKit.Abuse;

namespace RelayKit.Api.Abuse;

/// <summary>
/// Tells the grains every few seconds what this process has counted, of those who ask for much, and hears which addresses are blocked. What is lost when it
/// fails is told again the next time, since counts are told whole.
/// </summary>
internal sealed partial class AbuseReports(
    ActivityCounters counters,
    BlockedAddresses blocked,
    GrainReferences<ITenantAbuseGrain> tenants,
    GrainReferences<IAddressAbuseGrain> addresses,
    IOptions<AbuseOptions> options,
    TimeProvider time,
    ILogger<AbuseReports> logger) : PeriodicWork(Period, time)
{
    /// <summary>A process is one of several: what is too much together may be little in each.</summary>
    private const int ShareOfLeast = 10;

    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Guid _process = Guid.NewGuid();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Value.Enabled ? base.ExecuteAsync(stoppingToken) : Task.CompletedTask;

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        await TryAsync(ReportTenantsAsync, stopping);
        await TryAsync(ReportAddressesAsync, stopping);
    }

    private async Task ReportTenantsAsync()
    {
        var counts = counters.TakeTenants(rule => Math.Max(1, options.Value.OfTenants(rule).LeastPerMinute / ShareOfLeast));
        await Task.WhenAll(counts.GroupBy(static count => count.Tenant, static count => count.Count)
            .Select(tenant => tenants.Get(tenant.Key.ToString()).ReportAsync(_process, [.. tenant])));
    }

    private async Task ReportAddressesAsync() => blocked.Replace(await addresses.Get(IAddressAbuseGrain.Key).ReportAsync(
        _process, counters.TakeAddresses(rule => Math.Max(1, options.Value.OfAddresses(rule).Most / ShareOfLeast))));

    private async Task TryAsync(Func<Task> report, CancellationToken stopping)
    {
        try
        {
            await report();
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, the next beat tells the same.
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What was counted for the rules about abuse could not be told; it is told again in a moment")]
    private partial void LogFailed(Exception fault);
}
