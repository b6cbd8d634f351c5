using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using RelayKit.Tenants;

namespace RelayKit.Storage.Audit;

/// <summary>
/// One instant of a tenant's rows: a transaction that only reads, and whose statements all see the same. It locks nothing that
/// writers want. Rows are handed out as they come, and none is kept.
/// </summary>
internal sealed class AuditSnapshot : IAsyncDisposable
{
    /// <summary>A check of a hundred million rows takes minutes; one that takes longer than this hangs.</summary>
    public const int CommandTimeoutSeconds = 3600;

    /// <summary>
    /// The values decide which months are read, so each statement is planned for its own. The memory is for each sort and hash of a
    /// statement; what does not fit goes to temporary files.
    /// </summary>
    private const string Settings = "set transaction read only; set local plan_cache_mode = force_custom_plan; set local work_mem = '64MB'";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly IProgress<AuditStep>? _progress;

    private AuditSnapshot(
        NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, long? removedBeforeMs, IProgress<AuditStep>? progress)
    {
        _connection = connection;
        _transaction = transaction;
        _progress = progress;
        Tenant = tenant;
        RemovedBeforeMs = removedBeforeMs;
    }

    /// <summary>Whose rows: <c>$1</c> of every statement.</summary>
    public TenantId Tenant { get; }

    /// <summary>Usage from before this instant (Unix milliseconds, the beginning of a day) may have been removed, in parts; null for never.</summary>
    public long? RemovedBeforeMs { get; }

    public static async Task<AuditSnapshot> OpenAsync(
        NpgsqlDataSource jobs, TenantId tenant, IProgress<AuditStep>? progress, CancellationToken cancellation)
    {
        var connection = await jobs.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await using (var settings = new NpgsqlCommand(Settings, connection, transaction))
            {
                await settings.ExecuteNonQueryAsync(cancellation);
            }

            return new AuditSnapshot(connection, transaction, tenant, await RetentionFloor.ReadAsync(connection, transaction, cancellation), progress);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says that a check has come to a month, or begins.</summary>
    public void Report(AuditCheck check, AuditMonth? month = null) => _progress?.Report(new AuditStep(check.Name, month?.FirstDay));

    /// <summary>A violation in this tenant's rows.</summary>
    public AuditFinding Finding(AuditCheck check, string detail) => new(check.Name, Tenant, detail);

    /// <summary>Runs a statement without parameters, e.g. a setting that ends with the snapshot.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection, _transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The one value that a query of this tenant gives.</summary>
    public async Task<T> ReadOneAsync<T>(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = CreateCommand(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The rows that a query of this tenant gives: the same reader each time, one row further.</summary>
    public async IAsyncEnumerable<NpgsqlDataReader> ReadAsync(
        string sql, [EnumeratorCancellation] CancellationToken cancellation, params object[] values)
    {
        await using var command = CreateCommand(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return reader;
        }
    }

    /// <summary>The months in which the tenant has participant sessions, in order; found by the key, however long each month is.</summary>
    public async IAsyncEnumerable<AuditMonth> ReadMonthsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        const string SelectNext =
            "select session_id from participant_sessions where tenant_id = $1 and session_id >= $2 order by session_id limit 1";
        for (var from = Guid.Empty; from != Guid.AllBitsSet;)
        {
            await using var command = CreateCommand(SelectNext, from);
            if (await command.ExecuteScalarAsync(cancellation) is not Guid found)
            {
                yield break;
            }

            var month = AuditMonth.Of(found);
            yield return month;
            from = month.EndId;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private NpgsqlCommand CreateCommand(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction) { CommandTimeout = CommandTimeoutSeconds };
        command.Parameters.AddWithValue(Tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
