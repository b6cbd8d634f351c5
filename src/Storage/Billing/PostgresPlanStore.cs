using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Billing;

namespace RelayKit.Storage.Billing;

/// <summary>The operator's plans in PostgreSQL.</summary>
internal sealed class PostgresPlanStore(PostgresDataSources sources, TimeProvider time) : IPlanStore
{
    private const string Set =
        """
        insert into billing_plans (code, terms, updated_at) values ($1, $2, $3)
        on conflict (code) do update set terms = excluded.terms, updated_at = excluded.updated_at
        """;

    /// <summary>Whoever has the plan, or the default that it may be, is told of its budget.</summary>
    private const string Unsettle = "update billing_accounts set unsettled = true where plan = $1 or plan is null";

    public async Task<ImmutableArray<Plan>> ListAsync(CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand("select terms::text from billing_plans order by code");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var plans = ImmutableArray.CreateBuilder<Plan>();
        while (await reader.ReadAsync(cancellation))
        {
            plans.Add(PlanJson.ReadPlan(reader.GetString(0)));
        }

        return plans.DrainToImmutable();
    }

    public async Task SetAsync(Plan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        await using var batch = sources.Jobs.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Set)
        {
            Parameters =
            {
                new() { Value = plan.Code },
                new() { Value = PlanJson.Write(plan), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = time.GetUtcNow() },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Unsettle) { Parameters = { new() { Value = plan.Code } } });
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<bool> RemoveAsync(string code, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        var delete = new NpgsqlBatchCommand("delete from billing_plans where code = $1") { Parameters = { new() { Value = code } } };
        batch.BatchCommands.Add(delete);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Unsettle) { Parameters = { new() { Value = code } } });
        await batch.ExecuteNonQueryAsync(cancellation);
        return delete.RecordsAffected > 0;
    }

    public async Task<long> CountTenantsAsync(string code, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand("select count(*) from billing_accounts where plan = $1");
        command.Parameters.AddWithValue(code);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
