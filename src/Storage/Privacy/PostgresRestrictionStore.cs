using Npgsql;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

internal sealed class PostgresRestrictionStore(PostgresDataSources sources) : IRestrictionStore
{
    private const string Upsert =
        """
        insert into tenant_restrictions as r (tenant_id, scope, since) values ($1, $2, $3)
        on conflict (tenant_id) do update set scope = excluded.scope returning r.scope, r.since
        """;

    private const string Delete = "delete from tenant_restrictions where tenant_id = $1";

    private const string Select = "select scope, since from tenant_restrictions where tenant_id = $1";

    public async Task<ProcessingRestriction> SetAsync(TenantId tenant, ProcessingRestriction restriction, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(Upsert, tenant, restriction.Scope.Word(), restriction.Since));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return Read(reader);
    }

    public async Task<bool> RemoveAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var delete = With(Delete, tenant);
        batch.BatchCommands.Add(delete);
        await batch.ExecuteNonQueryAsync(cancellation);
        return delete.RecordsAffected == 1;
    }

    public async Task<ProcessingRestriction?> FindAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(Select, tenant));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    private static ProcessingRestriction Read(NpgsqlDataReader reader) =>
        new(RestrictedProcessingText.Parse(reader.GetString(0)), reader.GetFieldValue<DateTimeOffset>(1));

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
