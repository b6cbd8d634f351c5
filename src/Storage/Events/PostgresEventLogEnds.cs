using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Storage.Events;

/// <summary>Reads across tenants, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresEventLogEnds(PostgresDataSources sources) : IEventLogEnds
{
    public async Task<IReadOnlyDictionary<TenantId, long>> ReadAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken cancellation)
    {
        await using var select = sources.Jobs.CreateCommand(EventLogSql.SelectEnds);
        select.Parameters.AddWithValue(tenants.Select(static tenant => tenant.Value).ToArray());
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        var ends = new Dictionary<TenantId, long>();
        while (await reader.ReadAsync(cancellation))
        {
            ends[new TenantId(reader.GetGuid(0))] = reader.GetInt64(1);
        }

        return ends;
    }
}
