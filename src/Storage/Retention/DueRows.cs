using System.Runtime.CompilerServices;
using Npgsql;

namespace RelayKit.Storage.Retention;

/// <summary>Deletes what is due row by row: few in each transaction, with a pause after each, so that nobody waits for it.</summary>
internal sealed class DueRows(PostgresDataSources sources, TimeProvider time)
{
    /// <summary>Rows in one transaction.</summary>
    internal const int Batch = 2_000;

    /// <summary>Tenants that one statement looks at.</summary>
    internal const int TenantsAtOnce = 200;

    private const int CommandTimeoutSeconds = 600;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Deletes all that is due of a table.</summary>
    /// <returns>How many rows.</returns>
    public async Task<long> DeleteAsync(RetainedTable table, DateTimeOffset before, CancellationToken cancellation)
    {
        long deleted = 0;
        await foreach (var tenants in TenantsWithDueAsync(table, before, cancellation))
        {
            await UntilFewerAsync(
                async () =>
                {
                    var rows = await ExecuteAsync(RetentionSql.DeleteDue(table), cancellation, Parameters(table, tenants, before));
                    deleted += rows;
                    return rows;
                },
                cancellation);
        }

        return deleted;
    }

    /// <summary>Tenants that have rows in the table, some at a time; none when nothing is due.</summary>
    public async IAsyncEnumerable<Guid[]> TenantsWithDueAsync(
        RetainedTable table, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!(bool)(await ScalarAsync(RetentionSql.AnyDue(table), cancellation, Parameters(table, null, before)))!)
        {
            yield break;
        }

        var last = Guid.Empty;
        while (true)
        {
            var tenants = await ReadAsync(RetentionSql.Tenants(table), static row => row.GetGuid(0), cancellation, last, TenantsAtOnce);
            if (tenants.Count > 0)
            {
                last = tenants[^1];
                yield return [.. tenants];
            }

            if (tenants.Count < TenantsAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>The parameters of <see cref="RetentionSql"/>'s statements.</summary>
    public static object[] Parameters(RetainedTable table, Guid[]? tenants, DateTimeOffset before) =>
        [tenants ?? (object)DBNull.Value, RetentionSql.KeyBound(table, before), before.ToUnixTimeMilliseconds(), tenants is null ? DBNull.Value : Batch];

    /// <summary>Repeats, with pauses, what touches at most a batch of rows, until it touched fewer.</summary>
    public async Task UntilFewerAsync(Func<Task<int>> some, CancellationToken cancellation)
    {
        while (await some() >= Batch)
        {
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Runs a statement in a transaction of its own; how many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var batch = CreateBatch(sql, values);
        await batch.ExecuteNonQueryAsync(cancellation);
        return (int)batch.BatchCommands[1].RecordsAffected;
    }

    /// <summary>The rows of a query that goes by keys.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] values)
    {
        await using var batch = CreateBatch(sql, values);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The rows of a query that reads a whole partition.</summary>
    public async Task<List<T>> ReadWholeAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params object[] values)
    {
        await using var command = CreateCommand(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The one value of a query that may read a whole partition.</summary>
    public async Task<object?> ScalarAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = CreateCommand(sql, values);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private NpgsqlCommand CreateCommand(string sql, object[] values)
    {
        var command = sources.Jobs.CreateCommand(sql);
        command.CommandTimeout = CommandTimeoutSeconds;
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }

    private NpgsqlBatch CreateBatch(string sql, object[] values)
    {
        var batch = sources.Jobs.CreateBatch();
        batch.Timeout = CommandTimeoutSeconds;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RetentionSql.ByKey));
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        batch.BatchCommands.Add(command);
        return batch;
    }
}
