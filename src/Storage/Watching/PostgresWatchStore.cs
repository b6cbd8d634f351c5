using System.Collections.Immutable;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Usage;
using RelayKit.Watching;

namespace RelayKit.Storage.Watching;

/// <summary>Reads across tenants, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresWatchStore(PostgresDataSources sources, TimeProvider time) : IWatchStore
{
    /// <summary>How far LiveKit's clock may be ahead of ours. The bound leaves out the months ahead, whose partitions are there already.</summary>
    private static readonly TimeSpan ClockAhead = TimeSpan.FromDays(1);

    private const string SelectRooms =
        """
        select distinct r.tenant_id, r.mode, r.name from rooms r
        join sessions s on s.tenant_id = r.tenant_id and s.mode = r.mode and s.room = r.name
        where (r.rules is not null or r.closing) and s.ended_at_ms is null and s.session_id < $1
        union
        select r.tenant_id, r.mode, r.name from rooms r where r.closing
        """;

    private const string SelectMeters =
        "select distinct s.tenant_id, s.mode from sessions s where s.ended_at_ms is null and s.session_id < $1";

    public async Task<WatchList> ListAsync(CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        foreach (var sql in new[] { SelectRooms, SelectMeters })
        {
            var select = new NpgsqlBatchCommand(sql);
            select.Parameters.AddWithValue(FactId.Lowest((time.GetUtcNow() + ClockAhead).ToUnixTimeMilliseconds()));
            batch.BatchCommands.Add(select);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rooms = ImmutableArray.CreateBuilder<RoomKey>();
        while (await reader.ReadAsync(cancellation))
        {
            rooms.Add(new RoomKey(new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1)), reader.GetString(2)));
        }

        await reader.NextResultAsync(cancellation);
        var meters = ImmutableArray.CreateBuilder<MeterKey>();
        while (await reader.ReadAsync(cancellation))
        {
            meters.Add(new MeterKey(new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1))));
        }

        return new WatchList(rooms.DrainToImmutable(), meters.DrainToImmutable());
    }
}
