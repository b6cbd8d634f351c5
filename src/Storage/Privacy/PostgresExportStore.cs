using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

internal sealed class PostgresExportStore(PostgresDataSources sources) : IExportStore
{
    private const string Columns = "export_id, state, created_at, rows_done, rows_about, bytes, sha256, finished_at, expires_at";

    /// <summary>Meets two unique keys: its own, when it is asked for again, and that of the one that is being made.</summary>
    private const string Insert =
        "insert into privacy_exports (tenant_id, export_id, state, created_at) values ($1, $2, 'waiting', $3) on conflict do nothing";

    private const string SelectOne = $"select {Columns} from privacy_exports where tenant_id = $1 and export_id = $2";

    private const string SelectPage =
        $"select {Columns} from privacy_exports where tenant_id = $1 and ($2::uuid is null or export_id < $2) order by export_id desc limit $3";

    private const string SelectChunk =
        """
        select c.number, c.data from privacy_export_chunks c
        join privacy_exports e on e.tenant_id = c.tenant_id and e.export_id = c.export_id and e.state = 'ready'
        where c.tenant_id = $1 and c.export_id = $2 and c.number > $3 order by c.number limit 1
        """;

    public async Task<Export?> RequestAsync(TenantId tenant, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(Insert, tenant, id, now));
        batch.BatchCommands.Add(With(SelectOne, tenant, id));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(tenant, reader) : null;
    }

    public async Task<Export?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(SelectOne, tenant, id));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(tenant, reader) : null;
    }

    public async Task<ImmutableArray<Export>> ListAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = With(SelectPage, tenant);
        select.Parameters.AddNullable(before);
        select.Parameters.AddWithValue(limit);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<Export>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(Read(tenant, reader));
        }

        return found.DrainToImmutable();
    }

    public async IAsyncEnumerable<byte[]> ReadAsync(TenantId tenant, Guid id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = -1;
        while (await ReadChunkAsync(tenant, id, number, cancellation) is var (next, data))
        {
            yield return data;
            number = next;
        }
    }

    private async Task<(int Number, byte[] Data)?> ReadChunkAsync(TenantId tenant, Guid id, int after, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(With(SelectChunk, tenant, id, after));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetInt32(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    private static Export Read(TenantId tenant, NpgsqlDataReader reader) =>
        new(tenant, reader.GetGuid(0), ExportStateText.Parse(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2))
        {
            RowsDone = reader.GetInt64(3),
            RowsAbout = reader.GetInt64(4),
            Bytes = reader.GetNullable<long>(5),
            Sha256 = reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6),
            FinishedAt = reader.GetNullable<DateTimeOffset>(7),
            ExpiresAt = reader.GetNullable<DateTimeOffset>(8),
        };

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
