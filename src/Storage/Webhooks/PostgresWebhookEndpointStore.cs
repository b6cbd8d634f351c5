using System.Collections.Immutable;
using Npgsql;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

internal sealed class PostgresWebhookEndpointStore(PostgresDataSources sources) : IWebhookEndpointStore
{
    private const string SelectOne = $"select {WebhookEndpointColumns.All} from webhook_endpoints e where e.tenant_id = $1 and e.endpoint_id = $2";

    /// <summary>Those who add to one tenant and mode wait for each other, so that none is counted past.</summary>
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('webhook_endpoints/' || $1::text || '/' || $2, 0))";

    /// <summary>$15 is how many there may be.</summary>
    private const string Insert =
        """
        insert into webhook_endpoints (tenant_id, endpoint_id, mode, url, description, types, enabled, disabled_reason, disabled_at, secret, previous_secret,
                                       previous_until, created_at, updated_at, version)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14
        where (select count(*) from webhook_endpoints where tenant_id = $1 and mode = $3) < $15
        on conflict do nothing
        """;

    private const string Update =
        """
        update webhook_endpoints set url = $4, description = $5, types = $6, enabled = $7, disabled_reason = $8, disabled_at = $9, secret = $10,
            previous_secret = $11, previous_until = $12, updated_at = $13, version = $14,
            failing_since = case when $7 and not enabled then null else failing_since end,
            told = case when $7 and not enabled then 0 else told end
        where tenant_id = $1 and endpoint_id = $2 and mode = $3 and version = $14 - 1
        """;

    private const string Delete = "delete from webhook_endpoints where tenant_id = $1 and endpoint_id = $2";

    private const string SelectPage =
        $"""
        select {WebhookEndpointColumns.All} from webhook_endpoints e
        where e.tenant_id = $1 and ($2::text is null or e.mode = $2) and ($3::uuid is null or e.endpoint_id < $3)
        order by e.endpoint_id desc limit $4
        """;

    public async Task<WebhookEndpoint?> AddAsync(WebhookEndpoint endpoint, int most, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(endpoint.Tenant);
        var wait = new NpgsqlBatchCommand(Lock);
        wait.Parameters.AddWithValue(endpoint.Tenant.Value);
        wait.Parameters.AddWithValue(ModeColumn.Of(endpoint.Mode));
        batch.BatchCommands.Add(wait);
        var insert = new NpgsqlBatchCommand(Insert);
        WebhookEndpointColumns.Add(insert.Parameters, endpoint);
        insert.Parameters.AddWithValue(most);
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(Keyed(SelectOne, endpoint.Tenant, endpoint.Id));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);

        // The lock has a row; to insert has no result.
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? WebhookEndpointColumns.Read(reader) : null;
    }

    public async Task<WebhookEndpoint?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(Keyed(SelectOne, tenant, id));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? WebhookEndpointColumns.Read(reader) : null;
    }

    public async Task<WebhookEndpointPage> ListAsync(WebhookEndpointQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        var select = new NpgsqlBatchCommand(SelectPage);
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddNullable(query.Mode is { } mode ? ModeColumn.Of(mode) : null);
        select.Parameters.AddNullable(query.Before);
        select.Parameters.AddWithValue(query.Limit + 1);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<WebhookEndpoint>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(WebhookEndpointColumns.Read(reader));
        }

        var all = found.DrainToImmutable();
        return all.Length <= query.Limit ? new WebhookEndpointPage(all, null) : new WebhookEndpointPage(all[..^1], all[^2].Id);
    }

    public async Task<bool> SaveAsync(WebhookEndpoint changed, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(changed.Tenant);
        var update = new NpgsqlBatchCommand(Update);
        WebhookEndpointColumns.Add(update.Parameters, changed);
        batch.BatchCommands.Add(update);
        await batch.ExecuteNonQueryAsync(cancellation);
        return update.RecordsAffected == 1;
    }

    public async Task<bool> RemoveAsync(TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var delete = Keyed(Delete, tenant, id);
        batch.BatchCommands.Add(delete);
        await batch.ExecuteNonQueryAsync(cancellation);
        return delete.RecordsAffected == 1;
    }

    private static NpgsqlBatchCommand Keyed(string sql, TenantId tenant, Guid id)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(tenant.Value);
        command.Parameters.AddWithValue(id);
        return command;
    }
}
