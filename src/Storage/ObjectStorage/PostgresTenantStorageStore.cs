using Npgsql;
using NpgsqlTypes;
using RelayKit.ObjectStorage;
using RelayKit.Tenants;

namespace RelayKit.Storage.ObjectStorage;

internal sealed class PostgresTenantStorageStore(PostgresDataSources sources) : ITenantStorageStore
{
    private const string Columns =
        "storage_id, endpoint, region, bucket, force_path_style, prefix, key_template, access_key_id, secret, role_arn, updated_at, tested_at";

    /// <summary>Two who save at once for one tenant go one after the other.</summary>
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended($1::text, 27))";

    private const string EndOthers =
        """
        update tenant_storages set is_current = false, updated_at = $2
        where tenant_id = $1 and is_current and (endpoint, region, bucket, force_path_style, prefix) <> ($3, $4, $5, $6, $7)
        """;

    private const string Upsert =
        $"""
        insert into tenant_storages (tenant_id, storage_id, endpoint, region, bucket, force_path_style, prefix, key_template,
            access_key_id, secret, role_arn, is_current, created_at, updated_at, tested_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true, $12, $12, $12)
        on conflict (tenant_id, endpoint, region, bucket, force_path_style, prefix) do update set
            key_template = excluded.key_template, access_key_id = excluded.access_key_id, secret = excluded.secret, role_arn = excluded.role_arn,
            is_current = true, updated_at = excluded.updated_at, tested_at = excluded.tested_at
        returning {Columns}
        """;

    private const string SelectCurrent = $"select {Columns} from tenant_storages where tenant_id = $1 and is_current";

    private const string SelectOne = $"select {Columns} from tenant_storages where tenant_id = $1 and storage_id = $2";

    private const string End = "update tenant_storages set is_current = false, updated_at = $2 where tenant_id = $1 and is_current";

    private const string Tested = "update tenant_storages set tested_at = $3 where tenant_id = $1 and storage_id = $2";

    public async Task<StorageSettings> SaveAsync(TenantId tenant, NewStorage storage, byte[]? secret, DateTimeOffset now, CancellationToken cancellation)
    {
        object[] place = [TextOf(storage.Endpoint), storage.Region, storage.Bucket, storage.ForcePathStyle, storage.Prefix];
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(Alone, tenant));
        batch.BatchCommands.Add(With(EndOthers, tenant, [now, .. place]));
        var upsert = With(Upsert, tenant, [Guid.CreateVersion7(now), .. place, storage.KeyTemplate.Text]);
        upsert.Parameters.AddNullable(storage.AccessKeyId);
        upsert.Parameters.Add(new NpgsqlParameter { Value = (object?)secret ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        upsert.Parameters.AddNullable(storage.RoleArn);
        upsert.Parameters.AddWithValue(now);
        batch.BatchCommands.Add(upsert);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);

        // The lock answers with a row of its own.
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return Read(reader).Settings;
    }

    public Task<SavedStorage?> CurrentAsync(TenantId tenant, CancellationToken cancellation) => FindAsync(tenant, With(SelectCurrent, tenant), cancellation);

    public Task<SavedStorage?> FindAsync(TenantId tenant, Guid storage, CancellationToken cancellation) =>
        FindAsync(tenant, With(SelectOne, tenant, storage), cancellation);

    public async Task<bool> EndAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var end = With(End, tenant, now);
        batch.BatchCommands.Add(end);
        await batch.ExecuteNonQueryAsync(cancellation);
        return end.RecordsAffected == 1;
    }

    public async Task TestedAsync(TenantId tenant, Guid storage, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(Tested, tenant, storage, now));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<SavedStorage?> FindAsync(TenantId tenant, NpgsqlBatchCommand select, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    private static SavedStorage Read(NpgsqlDataReader reader) => new(
        new StorageSettings
        {
            Id = reader.GetGuid(0),
            Endpoint = reader.GetString(1) is { Length: > 0 } endpoint ? new Uri(endpoint) : null,
            Region = reader.GetString(2),
            Bucket = reader.GetString(3),
            ForcePathStyle = reader.GetBoolean(4),
            Prefix = reader.GetString(5),
            KeyTemplate = KeyTemplate.TryParse(reader.GetString(6), out var template, out _) ? template : KeyTemplate.Default,
            AccessKeyId = reader.GetNullableString(7),
            RoleArn = reader.GetNullableString(9),
            UpdatedAt = reader.GetFieldValue<DateTimeOffset>(10),
            TestedAt = reader.GetFieldValue<DateTimeOffset>(11),
        },
        reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8));

    private static string TextOf(Uri? endpoint) => endpoint is null ? "" : BucketRules.TextOf(endpoint);

    private static NpgsqlBatchCommand With(string sql, TenantId tenant, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
