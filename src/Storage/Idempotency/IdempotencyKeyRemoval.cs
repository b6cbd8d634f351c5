using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Idempotency;

namespace RelayKit.Storage.Idempotency;

/// <summary>
/// Removes idempotency keys that have held their time, every ten minutes, some at a time. Nothing depends on when: a key that has expired
/// counts for nothing while its row is still there.
/// </summary>
internal sealed partial class IdempotencyKeyRemoval(
    PostgresDataSources sources, TimeProvider time, ILogger<IdempotencyKeyRemoval> logger) : PeriodicWork(Period, time)
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Rows in one transaction: few enough that it is short, and that nobody waits for its locks.</summary>
    internal const int Batch = 1000;

    /// <summary>One round, of both tables. Safe while other processes do the same.</summary>
    /// <returns>How many rows it has removed.</returns>
    internal async Task<long> RemoveExpiredAsync(CancellationToken cancellation)
    {
        var expired = Time.GetUtcNow() - StoredKey.Lifetime;
        return await RemoveAsync(IdempotencySql.OfTenants, expired, cancellation)
            + await RemoveAsync(IdempotencySql.OfOperator, expired, cancellation);
    }

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            if (await RemoveExpiredAsync(stopping) is > 0 and var removed)
            {
                LogRemoved(removed);
            }
        }
        catch (NpgsqlException fault)
        {
            // The next round finds the same rows.
            LogFailed(fault);
        }
    }

    private async Task<long> RemoveAsync(IdempotencySql sql, DateTimeOffset expired, CancellationToken cancellation)
    {
        long removed = 0;
        while (true)
        {
            await using var command = sources.Jobs.CreateCommand(sql.DeleteExpired);
            command.Parameters.AddWithValue(expired);
            command.Parameters.AddWithValue(Batch);
            var rows = await command.ExecuteNonQueryAsync(cancellation);
            removed += rows;
            if (rows < Batch)
            {
                return removed;
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Removed {Count} idempotency keys that have expired")]
    private partial void LogRemoved(long count);

    [LoggerMessage(LogLevel.Warning, "Idempotency keys that have expired could not be removed; the next try is in ten minutes")]
    private partial void LogFailed(Exception fault);
}
