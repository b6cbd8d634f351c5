using Npgsql;
using RelayKit.Storage.ApiKeys;
using RelayKit.Tenants;

namespace RelayKit.Storage.Tenants;

internal sealed class PostgresTenantStore(PostgresDataSources sources) : ITenantStore
{
    private const string InsertTenant =
        "insert into tenants (tenant_id, name, created_at) values ($1, $2, $3) on conflict (tenant_id) do nothing";

    private const string HasKey = "select exists (select from api_keys where tenant_id = $1 and key_id = $2 and hash = $3)";

    public async Task CreateAsync(Tenant tenant, ApiKey firstKey, byte[] firstKeyHash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant.Id);
        batch.BatchCommands.Add(InsertOf(tenant));
        batch.BatchCommands.Add(ApiKeyColumns.InsertOf(firstKey, firstKeyHash));
        var look = new NpgsqlBatchCommand(HasKey);
        look.Parameters.AddWithValue(tenant.Id.Value);
        look.Parameters.AddWithValue(firstKey.Id);
        look.Parameters.AddWithValue(firstKeyHash);
        batch.BatchCommands.Add(look);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (!reader.GetBoolean(0))
        {
            throw new InvalidOperationException($"{tenant.Id} has another key under the id {firstKey.Id}.");
        }
    }

    public async Task CreateAsync(Tenant tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant.Id);
        batch.BatchCommands.Add(InsertOf(tenant));
        await batch.ExecuteNonQueryAsync(cancellation);
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

    private static NpgsqlBatchCommand InsertOf(Tenant tenant)
    {
        var insert = new NpgsqlBatchCommand(InsertTenant);
        insert.Parameters.AddWithValue(tenant.Id.Value);
        insert.Parameters.AddWithValue(tenant.Name);
        insert.Parameters.AddWithValue(tenant.CreatedAt);
        return insert;
    }
}
