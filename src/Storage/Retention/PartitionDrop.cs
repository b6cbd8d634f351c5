using Microsoft.Extensions.Logging;
using Npgsql;

namespace RelayKit.Storage.Retention;

/// <summary>
/// Drops whole partitions, as their owner. To take one from its table takes a lock that every reader and writer of the table waits for, and that waits
/// for all of them: so it is asked for for a moment only, and again later. What takes long, removing the files, is done when the partition is no
/// longer the table's.
/// </summary>
/// <remarks>
/// <c>DETACH ... CONCURRENTLY</c> would wait without keeping others out, but PostgreSQL refuses it where there is a default partition, and each table has
/// one. Nothing here has a foreign key on these tables: with one, PostgreSQL would look through the rows that refer to the partition under the lock.
/// </remarks>
internal sealed partial class PartitionDrop(PartitionOwner partitions, TimeProvider time, ILogger<PartitionDrop> logger)
{
    /// <summary>How long writers are made to wait at most while the lock is asked for; they wait for the detaching itself as well, some milliseconds.</summary>
    internal const int LockTimeoutMs = 40;

    /// <summary>Then the partition is left for the next run, or its rows are deleted.</summary>
    internal const int MostAttempts = 120;

    /// <summary>Among writers that are all brief a moment comes soon; a long read is waited out with less of everybody's time.</summary>
    private const int BriefPauses = 10;

    private static readonly TimeSpan BriefPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Long enough that PostgreSQL ends an autovacuum that stands in the way, which it does after a second.</summary>
    private const string PatientLock = "set lock_timeout = '10s'";

    private const string SelectDetached =
        """
        select relname::text from pg_class
        where relnamespace = 'relaykit'::regnamespace and relkind = 'r' and not relispartition and relname like $1 || '\_y%' order by 1
        """;

    /// <summary>The partitions of a table whose time was over before an instant, the oldest first.</summary>
    public Task<IReadOnlyList<PartitionSpan>> ListEndedAsync(string table, DateTimeOffset before, CancellationToken cancellation) =>
        partitions.ListEndedAsync(table, before, cancellation);

    /// <summary>Removes what an earlier run has taken from the table and, broken off, not dropped.</summary>
    public async Task DropDetachedAsync(string table, CancellationToken cancellation)
    {
        await using var owner = await partitions.OpenAsync(cancellation);
        foreach (var span in PartitionSpan.ParseAll(table, await PartitionOwner.ReadAsync(owner, SelectDetached, table, cancellation)))
        {
            await PartitionOwner.ExecuteAsync(owner, $"drop table if exists {span.Name}", cancellation);
        }
    }

    /// <summary>Drops a partition. False when somebody held its table all the time, e.g. a long read: it is as it was.</summary>
    public async Task<bool> TryDropAsync(string table, PartitionSpan partition, CancellationToken cancellation)
    {
        await using var owner = await partitions.OpenAsync(cancellation);
        await PartitionOwner.ExecuteAsync(owner, PatientLock, cancellation);

        // An autovacuum that works on it is ended here, where nobody waits, and none comes after.
        await PartitionOwner.ExecuteAsync(owner, $"alter table {partition.Name} set (autovacuum_enabled = false)", cancellation);
        for (var attempt = 1; !await TryDetachAsync(owner, table, partition, cancellation); attempt++)
        {
            if (attempt == MostAttempts)
            {
                await PartitionOwner.ExecuteAsync(owner, $"alter table {partition.Name} reset (autovacuum_enabled)", cancellation);
                LogHeld(partition.Name, attempt);
                return false;
            }

            await Task.Delay(attempt <= BriefPauses ? BriefPause : Pause, time, cancellation);
        }

        await PartitionOwner.ExecuteAsync(owner, $"drop table {partition.Name}", cancellation);
        return true;
    }

    private static async Task<bool> TryDetachAsync(NpgsqlConnection owner, string table, PartitionSpan partition, CancellationToken cancellation)
    {
        // One transaction: the timeout ends with it, and so does the lock.
        await using var batch = new NpgsqlBatch(owner);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(FormattableString.Invariant($"select set_config('lock_timeout', '{LockTimeoutMs}ms', true)")));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"alter table {table} detach partition {partition.Name}"));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Partition {Partition} could not be taken from its table in {Attempts} attempts; its rows are deleted instead")]
    private partial void LogHeld(string partition, int attempts);
}
