using System.Collections.Immutable;
using Npgsql;
using RelayKit.Outbox;
using RelayKit.Tenants;

namespace RelayKit.Storage.Outbox;

/// <summary>The outbox as a table, across tenants.</summary>
internal sealed class PostgresOutbox(PostgresDataSources sources) : IOutbox
{
    private const string Columns = "place, message_id, kind, destination, tenant_id, created_at, parked_at, attempts, coalesce(error, '')";

    private const string SelectDepths =
        """
        select kind, count(*) filter (where parked_at is null), count(*) filter (where parked_at is not null), min(created_at) filter (where parked_at is null)
        from outbox group by kind order by kind
        """;

    private const string SelectParked =
        $"""
        select {Columns} from outbox
        where parked_at is not null and ($1::text is null or kind = $1) and place > $2
        order by place limit $3
        """;

    private const string Replay = $"with parked as (select {Columns} from outbox where message_id = $1 and parked_at is not null for update) "
        + $"update outbox o set parked_at = null, due_at = '-infinity', attempts = 0 from parked where o.message_id = parked.message_id returning parked.*";

    private const string ReplayAll = "update outbox set parked_at = null, due_at = '-infinity', attempts = 0 where kind = $1 and parked_at is not null";

    private const string Drop = $"delete from outbox where message_id = $1 and parked_at is not null returning {Columns}";

    public async Task AddAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellation)
    {
        if (messages.Count > 0)
        {
            await using var batch = sources.Jobs.CreateBatch();
            OutboxSql.Add(batch, messages);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    public async Task<ImmutableArray<OutboxDepth>> ReadDepthsAsync(CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectDepths);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var depths = ImmutableArray.CreateBuilder<OutboxDepth>();
        while (await reader.ReadAsync(cancellation))
        {
            depths.Add(new OutboxDepth(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetNullable<DateTimeOffset>(3)));
        }

        return depths.DrainToImmutable();
    }

    public async Task<ImmutableArray<ParkedMessage>> ListParkedAsync(string? kind, int limit, long after, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectParked);
        command.Parameters.AddNullable(kind);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parked = ImmutableArray.CreateBuilder<ParkedMessage>();
        while (await reader.ReadAsync(cancellation))
        {
            parked.Add(Read(reader));
        }

        return parked.DrainToImmutable();
    }

    public Task<ParkedMessage?> ReplayAsync(Guid id, CancellationToken cancellation) => TakeOneAsync(Replay, id, cancellation);

    public async Task<int> ReplayAllAsync(string kind, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(ReplayAll);
        command.Parameters.AddWithValue(kind);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    public Task<ParkedMessage?> DropAsync(Guid id, CancellationToken cancellation) => TakeOneAsync(Drop, id, cancellation);

    private async Task<ParkedMessage?> TakeOneAsync(string sql, Guid id, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    private static ParkedMessage Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetGuid(1),
        reader.GetString(2),
        reader.GetString(3),
        new TenantId(reader.GetGuid(4)),
        reader.GetFieldValue<DateTimeOffset>(5),
        reader.GetFieldValue<DateTimeOffset>(6),
        reader.GetInt32(7),
        reader.GetString(8));
}
