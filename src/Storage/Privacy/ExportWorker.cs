using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Mail;

namespace RelayKit.Storage.Privacy;

/// <summary>
/// Makes the exports that tenants ask for, one after the other, and removes those whose time is over. Every silo has one; each export is made by
/// whichever claims it, and begun anew by another where that one dies.
/// </summary>
internal sealed partial class ExportWorker(PostgresDataSources sources, SealedMails mails, TimeProvider time, ILogger<ExportWorker> logger) : PeriodicWork(Period, time)
{
    /// <summary>How often it looks for something to do.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ExportClaims _claims = new(sources, mails);

    /// <summary>Makes the next export, if there is one, and removes what has expired.</summary>
    /// <returns>Whether there was one.</returns>
    internal async Task<bool> MakeNextAsync(CancellationToken cancellation)
    {
        await _claims.RemoveExpiredAsync(Time.GetUtcNow(), cancellation);
        if (await _claims.TakeAsync(Time.GetUtcNow(), cancellation) is not { } export)
        {
            return false;
        }

        if (export.IsGivenUp)
        {
            LogGivenUp(export.Id);
            return true;
        }

        try
        {
            await MakeAsync(export, cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            LogFailed(fault, export.Id);
            await _claims.ReleaseAsync(export, Time.GetUtcNow(), CancellationToken.None);
        }

        return true;
    }

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            while (await MakeNextAsync(stopping))
            {
                // The next one may be waiting already.
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            LogRoundFailed(fault);
        }
    }

    private async Task MakeAsync(ClaimedExport export, CancellationToken cancellation)
    {
        using var buffer = new ChunkBuffer();
        var archive = new ExportArchive(sources, export.Tenant, buffer);
        var number = 0;
        await archive.WriteAsync(
            rows => _claims.CountAsync(export, rows, cancellation),
            async () =>
            {
                if (buffer.Any && !await _claims.AddChunkAsync(export, archive.Rows, number++, buffer.Take(), Time.GetUtcNow(), cancellation))
                {
                    throw new IOException("Another process has taken the export over.");
                }
            },
            Time.GetUtcNow(),
            cancellation);
        var (bytes, sha256) = buffer.Sum();
        await _claims.FinishAsync(export, new ArchiveSum(archive.Rows, bytes, sha256), Time.GetUtcNow(), cancellation);
    }

    [LoggerMessage(LogLevel.Warning, "Export {Export} could not be made; it is begun anew")]
    private partial void LogFailed(Exception fault, Guid export);

    [LoggerMessage(LogLevel.Error, "Export {Export} was begun several times in vain and is given up")]
    private partial void LogGivenUp(Guid export);

    [LoggerMessage(LogLevel.Warning, "Exports could not be looked for; the next look is in a moment")]
    private partial void LogRoundFailed(Exception fault);
}
