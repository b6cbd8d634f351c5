using System.Collections.Immutable;
using Npgsql;
using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>Of no tenant, and so through the jobs' pool.</summary>
internal sealed class PostgresRetentionRunStore(PostgresDataSources sources) : IRetentionRunStore
{
    /// <summary>
    /// The instants before which things may be gone are there before anything is. An attempt of another build may have meant later ones: what it has
    /// removed is gone, so they never go back.
    /// </summary>
    private const string Claim =
        """
        insert into retention_runs as r (day, claim_id, attempts, started_at, lease_until, usage_before, logs_before)
        values ($1, $2, 1, $3, $4, $5, $6)
        on conflict (day) do update set
            claim_id = excluded.claim_id, attempts = r.attempts + 1, lease_until = excluded.lease_until, finished_at = null, failed_steps = '{}',
            usage_before = greatest(r.usage_before, excluded.usage_before), logs_before = greatest(r.logs_before, excluded.logs_before)
        where case when r.finished_at is null then r.lease_until <= $3 else $7 end
        """;

    private const string Extend = "update retention_runs set lease_until = $3 where day = $1 and claim_id = $2 and finished_at is null";

    private const string Add =
        """
        insert into retention_removals as r (day, step, table_name, row_count, partitions)
        select $1, $2, table_name, row_count, partitions
        from unnest($3::text[], $4::bigint[], $5::int[]) as removed (table_name, row_count, partitions) where row_count > 0 or partitions > 0
        on conflict (day, step, table_name) do update set
            row_count = r.row_count + excluded.row_count, partitions = r.partitions + excluded.partitions
        """;

    /// <summary>With a fault it is not done, and nobody has to wait for the lease to take it up.</summary>
    private const string End =
        """
        update retention_runs
        set lease_until = $3, failed_steps = $4, finished_at = case when cardinality($4) = 0 then $3::timestamptz end
        where day = $1 and claim_id = $2
        """;

    private const string Columns =
        """
        select r.day, r.attempts, r.started_at, r.finished_at, r.lease_until, r.usage_before, r.logs_before, r.failed_steps,
               coalesce(m.steps, '{}'), coalesce(m.tables, '{}'), coalesce(m.row_counts, '{}'), coalesce(m.partitions, '{}')
        from retention_runs r left join lateral (
            select array_agg(step order by step, table_name) as steps, array_agg(table_name order by step, table_name) as tables,
                   array_agg(row_count order by step, table_name) as row_counts, array_agg(partitions order by step, table_name) as partitions
            from retention_removals where day = r.day) m on true
        """;

    public async Task<bool> TryClaimAsync(RetentionTask task, Guid claim, TimeSpan lease, bool again, CancellationToken cancellation) =>
        await ExecuteAsync(Claim, cancellation, task.Day, claim, task.Now, task.Now + lease, task.UsageBefore, task.LogsBefore, again) == 1;

    public async Task<bool> ExtendAsync(DateOnly day, Guid claim, DateTimeOffset until, CancellationToken cancellation) =>
        await ExecuteAsync(Extend, cancellation, day, claim, until) == 1;

    public Task AddAsync(DateOnly day, string step, ImmutableArray<RemovedRows> removed, CancellationToken cancellation) => ExecuteAsync(
        Add,
        cancellation,
        day,
        step,
        removed.Select(static rows => rows.Table).ToArray(),
        removed.Select(static rows => rows.Rows).ToArray(),
        removed.Select(static rows => rows.Partitions).ToArray());

    public Task EndAsync(DateOnly day, Guid claim, DateTimeOffset now, ImmutableArray<string> failedSteps, CancellationToken cancellation) =>
        ExecuteAsync(End, cancellation, day, claim, now, failedSteps.ToArray());

    public async Task<RetentionRun?> FindAsync(DateOnly day, CancellationToken cancellation) =>
        (await ReadAsync($"{Columns} where r.day = $1", cancellation, day)).FirstOrDefault();

    public Task<ImmutableArray<RetentionRun>> ListAsync(DateOnly before, int limit, CancellationToken cancellation) =>
        ReadAsync($"{Columns} where r.day < $1 order by r.day desc limit $2", cancellation, before, limit);

    public async Task<DateTimeOffset?> ReadLastFinishAsync(CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand("select max(finished_at) from retention_runs");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetNullable<DateTimeOffset>(0);
    }

    public async Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand("select clock_timestamp()");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = CreateCommand(sql, values);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<ImmutableArray<RetentionRun>> ReadAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = CreateCommand(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var runs = ImmutableArray.CreateBuilder<RetentionRun>();
        while (await reader.ReadAsync(cancellation))
        {
            runs.Add(Read(reader));
        }

        return runs.DrainToImmutable();
    }

    private NpgsqlCommand CreateCommand(string sql, object[] values)
    {
        var command = sources.Jobs.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }

    private static RetentionRun Read(NpgsqlDataReader row)
    {
        var (steps, tables) = (row.GetFieldValue<string[]>(8), row.GetFieldValue<string[]>(9));
        var (counts, partitions) = (row.GetFieldValue<long[]>(10), row.GetFieldValue<int[]>(11));
        return new RetentionRun
        {
            Day = row.GetFieldValue<DateOnly>(0),
            Attempts = row.GetInt32(1),
            StartedAt = row.GetFieldValue<DateTimeOffset>(2),
            FinishedAt = row.GetNullable<DateTimeOffset>(3),
            LeaseUntil = row.GetFieldValue<DateTimeOffset>(4),
            UsageBefore = row.GetFieldValue<DateTimeOffset>(5),
            LogsBefore = row.GetFieldValue<DateTimeOffset>(6),
            FailedSteps = [.. row.GetFieldValue<string[]>(7)],
            Removals = [.. steps.Select((step, i) => new StepRemoval(step, new RemovedRows(tables[i], counts[i], partitions[i])))],
        };
    }
}
