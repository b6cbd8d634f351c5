using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Mail;

namespace RelayKit.Storage.Accounts;

/// <summary>
/// Removes sessions, mailed tokens and invitations that have run out, every hour. Nothing depends on when: what has run out counts for
/// nothing while its row is still there.
/// </summary>
/// <param name="sources">The pools.</param>
/// <param name="suppressions">Where mail has stopped: an address of no account and no invitation is forgotten there.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of rounds that failed.</param>
internal sealed partial class AccountRemoval(
    PostgresDataSources sources, IMailSuppressionStore suppressions, TimeProvider time, ILogger<AccountRemoval> logger) : PeriodicWork(Period, time)
{
    internal static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Longer than a session can go on unused, however it is configured.</summary>
    internal static readonly TimeSpan UnusedSession = TimeSpan.FromDays(90);

    /// <summary>Far longer than a provider sends an event again by itself.</summary>
    internal static readonly TimeSpan MailEventsKept = TimeSpan.FromDays(30);

    /// <summary>Rows in one transaction: few enough that it is short.</summary>
    internal const int Batch = 1000;

    private const string Sessions = "delete from account_sessions where ctid = any (array(select ctid from account_sessions where last_seen_at < $1 limit $2))";
    private const string Tokens = "delete from account_tokens where ctid = any (array(select ctid from account_tokens where expires_at < $1 limit $2))";
    private const string Invitations = "delete from invitations where ctid = any (array(select ctid from invitations where expires_at < $1 limit $2))";

    /// <summary>One round. Safe while other processes do the same.</summary>
    /// <returns>How many rows it has removed.</returns>
    internal async Task<long> RemoveExpiredAsync(CancellationToken cancellation)
    {
        var now = Time.GetUtcNow();
        return await RemoveAsync(Sessions, now - UnusedSession, cancellation)
            + await RemoveAsync(Tokens, now, cancellation)
            + await RemoveAsync(Invitations, now, cancellation)
            + await suppressions.ForgetAsync(now - MailEventsKept, cancellation);
    }

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            await RemoveExpiredAsync(stopping);
        }
        catch (NpgsqlException fault)
        {
            // The next round finds the same rows.
            LogFailed(fault);
        }
    }

    private async Task<long> RemoveAsync(string delete, DateTimeOffset before, CancellationToken cancellation)
    {
        long removed = 0;
        while (true)
        {
            await using var command = sources.Jobs.CreateCommand(delete);
            command.Parameters.AddWithValue(before);
            command.Parameters.AddWithValue(Batch);
            var rows = await command.ExecuteNonQueryAsync(cancellation);
            removed += rows;
            if (rows < Batch)
            {
                return removed;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Expired sessions, tokens and invitations could not be removed; the next round tries again")]
    private partial void LogFailed(Exception fault);
}
