using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Mail;
using RelayKit.Secrets;

namespace RelayKit.Storage.Privacy;

/// <summary>Erases, every hour, the tenants whose grace is over. Every silo does it; they share the work.</summary>
internal sealed partial class TenantErasureSchedule(TenantErasure erasure, TimeProvider time, ILogger<TenantErasureSchedule> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryRoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; the next round goes on where this one was.
        }
    }

    private async Task TryRoundAsync(CancellationToken stopping)
    {
        try
        {
            await erasure.EraseDueAsync(time.GetUtcNow(), stopping);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or SecretUnreadableException or MailException)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "Tenants whose grace is over could not be erased; the next round goes on in an hour")]
    private partial void LogFailed(Exception fault);
}
