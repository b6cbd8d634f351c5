using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RelayKit.Billing;

namespace RelayKit.Storage.Billing;

/// <summary>The beat of billing: what is due is reported, closed, dunned and compared. Every silo keeps it; each account is one silo's at a time.</summary>
internal sealed partial class BillingWork(
    MeterReporter reporter, DunningWork dunning, BillingComparer comparer, IOptions<BillingOptions> options, TimeProvider time, ILogger<BillingWork> logger)
    : PeriodicWork(options.Value.Beat, time)
{
    protected override async Task RoundAsync(CancellationToken stopping)
    {
        await TryAsync("reported", () => reporter.ReportDueAsync(stopping), stopping);
        await TryAsync("dunned", () => dunning.RunAsync(stopping), stopping);
        await TryAsync("compared", () => comparer.CompareDueAsync(stopping), stopping);
    }

    private async Task TryAsync(string what, Func<Task> step, CancellationToken stopping)
    {
        try
        {
            await step();
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // The database is away; the next beat tries again.
            LogFailed(fault, what);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Usage could not be {What}; the next beat tries again")]
    private partial void LogFailed(Exception fault, string what);
}
