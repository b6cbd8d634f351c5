using System.Data;
using Npgsql;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Brings a month's roll-ups to what the participant sessions say, while silos write. It does as the triggers do: in one statement,
/// and so of one instant, it takes the difference between sessions and roll-ups, and adds it to whatever the rows hold by then. A writer
/// whose commit that instant does not show has its session and its roll-up both unseen, and what it adds to the row stays.
/// </summary>
internal static class RollUpRepair
{
    /// <summary>Two repairs would see the same difference, and both add it. The lock comes first, so that the statement after it sees the other's.</summary>
    private const string LockOut = "select pg_advisory_xact_lock(hashtextextended('relaykit.audit.repair', hashtextextended($1::text, 0)))";

    /// <summary>
    /// All of the tenant's participant sessions are looked at, for those of other months that reach into this one: a list of them that
    /// was made an instant earlier might lack one. Rows are locked in the order in which the triggers lock them.
    /// </summary>
    private static readonly string AddDifferences =
        $"""
         with {RollUpSql.Differences(RollUpSql.ClosedWithin)},
         {string.Join(",\n", RollUpTable.All.Select(Add))}
         {string.Join("\nunion all\n", RollUpTable.All.Select(SelectChanged))}
         """;

    /// <summary>
    /// Repairs a month of a tenant in one transaction, which has committed when this returns. What it changes goes into
    /// <paramref name="changes"/> as it comes, since the rows are locked until then and silos may wait for them.
    /// </summary>
    /// <exception cref="PostgresException">Among others a deadlock with a writer, of which this was the victim: nothing was changed.</exception>
    public static async Task RunAsync(
        NpgsqlDataSource jobs, Guid tenant, AuditMonth month, RepairSpool changes, CancellationToken cancellation)
    {
        await using var connection = await jobs.OpenConnectionAsync(cancellation);

        // Each statement sees an instant of its own: the second has to see what the one that held the lock before has done.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await using (var lockOut = new NpgsqlCommand(LockOut, connection, transaction) { CommandTimeout = AuditSnapshot.CommandTimeoutSeconds })
        {
            lockOut.Parameters.AddWithValue(tenant);
            await lockOut.ExecuteNonQueryAsync(cancellation);
        }

        var firstMs = Math.Max(month.FirstMs, await RetentionFloor.ReadAsync(connection, transaction, cancellation) ?? long.MinValue);
        if (firstMs >= month.EndMs)
        {
            return;
        }

        await using (var add = new NpgsqlCommand(AddDifferences, connection, transaction) { CommandTimeout = AuditSnapshot.CommandTimeoutSeconds })
        {
            add.Parameters.AddWithValue(tenant);
            add.Parameters.AddWithValue(firstMs);
            add.Parameters.AddWithValue(month.EndMs);
            await using var reader = await add.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                changes.Add(Read(reader));
            }
        }

        await transaction.CommitAsync(cancellation);
    }

    private static string Add(RollUpTable table)
    {
        var key = string.Join(", ", table.Key);
        var differences = string.Join(", ", RollUpMeasure.All.Select((_, i) => $"due[{i + 1}] - coalesce(kept[{i + 1}], 0)"));
        return
            $"""
             changed_of_{table.Name} as (
                 insert into {table.Name} as u (tenant_id, {key}, {RollUpSql.Measures(column => column)})
                 select $1, {key}, {differences} from differences_of_{table.Name} order by {key}
                 on conflict (tenant_id, {key}) do update set {RollUpSql.Measures(column => $"{column} = u.{column} + excluded.{column}")}
                 returning {key}, array[{RollUpSql.Measures(column => $"u.{column}")}] as after
             )
             """;
    }

    private static string SelectChanged(RollUpTable table, int index)
    {
        var before = string.Join(
            ", ", RollUpMeasure.All.Select((_, i) => $"c.after[{i + 1}] - d.due[{i + 1}] + coalesce(d.kept[{i + 1}], 0)"));
        return
            $"""
             select {index}, d.row_text, d.kept is null, array[{before}], c.after
             from changed_of_{table.Name} c join differences_of_{table.Name} d using ({string.Join(", ", table.Key)})
             """;
    }

    private static AuditRepair Read(NpgsqlDataReader row)
    {
        var before = row.GetBoolean(2) ? null : row.GetFieldValue<long[]>(3);
        var after = row.GetFieldValue<long[]>(4);
        return new AuditRepair(
            RollUpTable.All[row.GetInt32(0)].Name,
            row.GetString(1),
            before is null ? null : RollUpFigures.Differing(before, after),
            RollUpFigures.Differing(after, before));
    }
}
