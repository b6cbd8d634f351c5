using Npgsql;
using RelayKit.Idempotency;
using RelayKit.Tenants;

namespace RelayKit.Storage.Idempotency;

/// <summary>
/// Tenants' keys under row-level security, the operator's in a table of their own through the jobs' pool: a request of the operator's
/// belongs to no tenant that a policy could go by.
/// </summary>
internal sealed class PostgresIdempotencyStore(PostgresDataSources sources) : IIdempotencyStore
{
    public async Task<StoredKey?> AddOrFindAsync(StoredKey row, CancellationToken cancellation)
    {
        var sql = SqlFor(row.Tenant);
        await using var batch = BatchFor(row.Tenant);
        batch.BatchCommands.Add(Command(
            sql.Insert, row.Tenant, row.RequestHash, row.ContentHash, row.Seed, row.Claim, row.CreatedAt, row.LeaseUntil));
        batch.BatchCommands.Add(Command(sql.Select, row.Tenant, row.RequestHash));
        await using var reader = row.Tenant is null
            ? await batch.ExecuteReaderAsync(cancellation)
            : await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader, row) : null;
    }

    public async Task<bool> ReplaceAsync(StoredKey seen, StoredKey row, CancellationToken cancellation) => await ChangeAsync(
        seen.Tenant,
        static sql => sql.Replace,
        cancellation,
        row.RequestHash,
        row.ContentHash,
        row.Seed,
        row.Claim,
        row.CreatedAt,
        row.LeaseUntil,
        seen.Claim);

    public async Task<bool> KeepAsync(StoredKey mine, byte[] answer, CancellationToken cancellation) =>
        await ChangeAsync(mine.Tenant, static sql => sql.Keep, cancellation, mine.RequestHash, mine.Claim, answer);

    public Task AbandonAsync(StoredKey mine, CancellationToken cancellation) =>
        ChangeAsync(mine.Tenant, static sql => sql.Abandon, cancellation, mine.RequestHash, mine.Claim);

    public Task ForgetAsync(StoredKey mine, CancellationToken cancellation) =>
        ChangeAsync(mine.Tenant, static sql => sql.Forget, cancellation, mine.RequestHash, mine.Claim);

    private async Task<bool> ChangeAsync(
        TenantId? tenant, Func<IdempotencySql, string> statement, CancellationToken cancellation, params object[] values)
    {
        await using var batch = BatchFor(tenant);
        var change = Command(statement(SqlFor(tenant)), tenant, values);
        batch.BatchCommands.Add(change);
        await batch.ExecuteNonQueryAsync(cancellation);
        return change.RecordsAffected == 1;
    }

    private NpgsqlBatch BatchFor(TenantId? tenant) =>
        tenant is { } named ? sources.App.CreateTenantBatch(named) : sources.Jobs.CreateBatch();

    private static IdempotencySql SqlFor(TenantId? tenant) => tenant is null ? IdempotencySql.OfOperator : IdempotencySql.OfTenants;

    private static NpgsqlBatchCommand Command(string sql, TenantId? tenant, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        if (tenant is { } named)
        {
            command.Parameters.AddWithValue(named.Value);
        }

        return command;
    }

    private static StoredKey Read(NpgsqlDataReader reader, StoredKey asked) => new()
    {
        Tenant = asked.Tenant,
        RequestHash = asked.RequestHash,
        ContentHash = reader.GetFieldValue<byte[]>(0),
        Seed = reader.GetFieldValue<byte[]>(1),
        Claim = reader.GetGuid(2),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(3),
        LeaseUntil = reader.GetFieldValue<DateTimeOffset>(4),
        Answer = reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
    };
}
