using Npgsql;
using RelayKit.Identifiers;
using RelayKit.RequestLogs;
using RelayKit.Storage.RequestLogs;
using RelayKit.Testing;

namespace RelayKit.StorageTests.RequestLogs;

/// <summary>How PostgreSQL would read a page of a tenant's request log.</summary>
internal static class RequestLogPlan
{
    /// <summary>The plan of a page of 20, of what came from an instant on.</summary>
    public static async Task<string> ExplainAsync(PostgresFixture postgres, RequestLogQuery query, DateTimeOffset from)
    {
        await using var batch = postgres.Sources.App.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select set_config('app.tenant_id', '{query.Tenant.Value}', true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RequestLogSql.PlanForValues));
        var select = RequestLogSql.SelectRange(query, FactId.Lowest(from.ToUnixTimeMilliseconds()), Guid.AllBitsSet, 21);
        select.CommandText = "explain " + select.CommandText;
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.NextResultAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    }
}
