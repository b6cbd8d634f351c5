using Npgsql;
using RelayKit.Tenants;

namespace RelayKit.Storage.Tenants;

internal sealed class PostgresTenantStore(PostgresDataSources sources) : ITenantStore
{
    private const string InsertTenant =
        "insert into tenants (tenant_id, name, created_at) values ($1, $2, $3) on conflict (tenant_id) do nothing";

    private const string InsertKey =
        """
        insert into api_keys (tenant_id, key_id, mode, name, prefix, hash, created_at, expires_at)
        select t.tenant_id, $2, $3, $4, $5, $6, $7, $8 from tenants t where t.tenant_id = $1
        on conflict (tenant_id, key_id) do nothing
        """;

    private const string LookAfter =
        """
        select exists (select from tenants where tenant_id = $1),
               exists (select from api_keys where tenant_id = $1 and key_id = $2 and hash = $3)
        """;

    private const string SelectKey =
        """
        select tenant_id, key_id, mode, name, prefix, created_at, expires_at
        from api_keys where hash = $1 and revoked_at is null
        """;

    public async Task CreateAsync(Tenant tenant, ApiKey firstKey, byte[] firstKeyHash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant.Id);
        batch.BatchCommands.Add(InsertOf(tenant));
        await WriteKeyAsync(batch, firstKey, firstKeyHash, cancellation);
    }

    public async Task CreateAsync(Tenant tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant.Id);
        batch.BatchCommands.Add(InsertOf(tenant));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<bool> AddApiKeyAsync(ApiKey key, byte[] hash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        return await WriteKeyAsync(batch, key, hash, cancellation);
    }

    public async Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand("select name, created_at from tenants where tenant_id = $1");
        select.Parameters.AddWithValue(tenant.Value);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new Tenant(tenant, reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    /// <summary>Through the jobs' pool: whose key it is, is what is being asked.</summary>
    public async Task<ApiKey?> FindApiKeyAsync(byte[] hash, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectKey);
        command.Parameters.AddWithValue(hash);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        return new ApiKey
        {
            Tenant = new TenantId(reader.GetGuid(0)),
            Id = reader.GetGuid(1),
            Mode = reader.GetString(2) == "t" ? Mode.Test : Mode.Live,
            Name = reader.GetString(3),
            Prefix = reader.GetString(4),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
            ExpiresAt = reader.GetNullable<DateTimeOffset>(6),
        };
    }

    /// <summary>Runs the batch with the key's row at its end, which may be there already. False when there is no such tenant.</summary>
    private static async Task<bool> WriteKeyAsync(NpgsqlBatch batch, ApiKey key, byte[] hash, CancellationToken cancellation)
    {
        batch.BatchCommands.Add(InsertOf(key, hash));
        var look = new NpgsqlBatchCommand(LookAfter);
        look.Parameters.AddWithValue(key.Tenant.Value);
        look.Parameters.AddWithValue(key.Id);
        look.Parameters.AddWithValue(hash);
        batch.BatchCommands.Add(look);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (hasTenant, hasKey) = (reader.GetBoolean(0), reader.GetBoolean(1));
        return !hasTenant || hasKey ? hasTenant : throw new InvalidOperationException($"{key.Tenant} has another key under the id {key.Id}.");
    }

    private static NpgsqlBatchCommand InsertOf(Tenant tenant)
    {
        var insert = new NpgsqlBatchCommand(InsertTenant);
        insert.Parameters.AddWithValue(tenant.Id.Value);
        insert.Parameters.AddWithValue(tenant.Name);
        insert.Parameters.AddWithValue(tenant.CreatedAt);
        return insert;
    }

    private static NpgsqlBatchCommand InsertOf(ApiKey key, byte[] hash)
    {
        var insert = new NpgsqlBatchCommand(InsertKey);
        insert.Parameters.AddWithValue(key.Tenant.Value);
        insert.Parameters.AddWithValue(key.Id);
        insert.Parameters.AddWithValue(key.Mode.Letter().ToString());
        insert.Parameters.AddWithValue(key.Name);
        insert.Parameters.AddWithValue(key.Prefix);
        insert.Parameters.AddWithValue(hash);
        insert.Parameters.AddWithValue(key.CreatedAt);
        insert.Parameters.AddNullable(key.ExpiresAt);
        return insert;
    }
}
