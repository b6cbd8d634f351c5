using System.Collections.Immutable;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Storage.Sessions;

namespace RelayKit.Storage.Rooms;

internal sealed class PostgresRoomStore(PostgresDataSources sources, TimeProvider time) : IRoomStore
{
    /// <summary>How far LiveKit's clock may be ahead of ours. A session that begins even later is found by its first event, by its sid.</summary>
    private static readonly TimeSpan ClockAhead = TimeSpan.FromDays(1);

    private const string SelectRoom =
        """
        select generation, livekit_cluster, max_participants, empty_timeout_seconds, departure_timeout_seconds, metadata,
               created_at, deleted_at, version
        from rooms where tenant_id = $1 and mode = $2 and name = $3
        """;

    /// <summary>The bound $4 is no filter but leaves out the months ahead, whose partitions are there already and cost as much as full ones.</summary>
    private const string SelectOpenSessions =
        $"""
        select {SessionColumns.Session}, {SessionColumns.Participant}
        from sessions s left join participant_sessions p
          on p.tenant_id = s.tenant_id and p.session_id = s.session_id and p.session_id < $4
        where s.tenant_id = $1 and s.mode = $2 and s.room = $3 and s.ended_at_ms is null and s.session_id < $4
        """;

    private const string SelectSession =
        $"""
        select {SessionColumns.Session}, {SessionColumns.Participant}
        from sessions s left join participant_sessions p using (tenant_id, session_id)
        where s.tenant_id = $1 and s.mode = $2 and s.room = $3 and s.livekit_sid = $4
        """;

    private const string Insert =
        """
        insert into rooms (tenant_id, mode, name, generation, livekit_cluster, max_participants, empty_timeout_seconds,
                           departure_timeout_seconds, metadata, created_at, deleted_at, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict do nothing
        """;

    private const string Update =
        """
        update rooms set generation = $4, livekit_cluster = $5, max_participants = $6, empty_timeout_seconds = $7,
                         departure_timeout_seconds = $8, metadata = $9, created_at = $10, deleted_at = $11, version = $12
        where tenant_id = $1 and mode = $2 and name = $3 and version = $12 - 1
        """;

    private const string List =
        """
        select r.name, r.generation, r.livekit_cluster, r.max_participants, r.empty_timeout_seconds, r.departure_timeout_seconds,
               r.metadata, r.created_at, live.session_id, live.participants
        from rooms r
        left join lateral (
            select s.session_id,
                   (select count(*) from participant_sessions p
                    where p.tenant_id = s.tenant_id and p.session_id = s.session_id
                      and p.left_at_ms is null and p.class not in (3, 4))::int as participants
            from sessions s
            where s.tenant_id = r.tenant_id and s.mode = r.mode and s.room = r.name and s.ended_at_ms is null
            order by s.started_at_ms desc limit 1
        ) live on true
        where r.tenant_id = $1 and r.mode = $2 and r.deleted_at is null
          and ($3::timestamptz is null or (r.created_at, r.name) < ($3, $4))
        order by r.created_at desc, r.name desc
        limit $5
        """;

    public async Task<RoomSnapshot?> LoadAsync(RoomKey key, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(Keyed(SelectRoom, key));
        var sessions = Keyed(SelectOpenSessions, key);
        sessions.Parameters.AddWithValue(FactId.Lowest((time.GetUtcNow() + ClockAhead).ToUnixTimeMilliseconds()));
        batch.BatchCommands.Add(sessions);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var record = new RoomRecord
        {
            Key = key,
            Generation = reader.GetInt32(0),
            LiveKitCluster = reader.GetString(1),
            Settings = ReadSettings(reader, 2),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(6),
            DeletedAt = reader.GetNullable<DateTimeOffset>(7),
            Version = reader.GetInt64(8),
        };
        await reader.NextResultAsync(cancellation);
        return new RoomSnapshot(record, await SessionColumns.ReadSnapshotsAsync(reader, cancellation));
    }

    public async Task<SessionSnapshot?> FindSessionAsync(RoomKey key, string roomSid, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(Keyed(SelectSession, key, roomSid));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return (await SessionColumns.ReadSnapshotsAsync(reader, cancellation)).FirstOrDefault();
    }

    public async Task<bool> SaveAsync(RoomRecord record, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(record.Key.Tenant);
        var write = Keyed(record.Version == 1 ? Insert : Update, record.Key);
        write.Parameters.AddWithValue(record.Generation);
        write.Parameters.AddWithValue(record.LiveKitCluster);
        write.Parameters.AddNullable(record.Settings.MaxParticipants);
        write.Parameters.AddNullable(record.Settings.EmptyTimeoutSeconds);
        write.Parameters.AddNullable(record.Settings.DepartureTimeoutSeconds);
        write.Parameters.AddNullable(record.Settings.Metadata);
        write.Parameters.AddWithValue(record.CreatedAt);
        write.Parameters.AddNullable(record.DeletedAt);
        write.Parameters.AddWithValue(record.Version);
        batch.BatchCommands.Add(write);
        await batch.ExecuteNonQueryAsync(cancellation);
        return write.RecordsAffected == 1;
    }

    public async Task<RoomPage> ListAsync(RoomListQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        var list = new NpgsqlBatchCommand(List);
        list.Parameters.AddWithValue(query.Tenant.Value);
        list.Parameters.AddWithValue(query.Mode.Letter().ToString());
        list.Parameters.AddNullable(query.After?.CreatedAt);
        list.Parameters.AddNullable(query.After?.Name);
        list.Parameters.AddWithValue(query.Limit + 1);
        batch.BatchCommands.Add(list);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var rooms = ImmutableArray.CreateBuilder<Room>();
        while (await reader.ReadAsync(cancellation))
        {
            rooms.Add(ReadListed(reader, query));
        }

        if (rooms.Count <= query.Limit)
        {
            return new RoomPage(rooms.DrainToImmutable(), null);
        }

        rooms.RemoveAt(rooms.Count - 1);
        var last = rooms[^1];
        return new RoomPage(rooms.DrainToImmutable(), new RoomCursor(last.CreatedAt, last.LiveKitName.Room.Name));
    }

    private static Room ReadListed(NpgsqlDataReader reader, RoomListQuery query)
    {
        var sessionId = reader.GetNullable<Guid>(8);
        return new Room
        {
            LiveKitName = new LiveKitRoomName(new RoomKey(query.Tenant, query.Mode, reader.GetString(0)), reader.GetInt32(1)),
            LiveKitCluster = reader.GetString(2),
            Settings = ReadSettings(reader, 3),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(7),
            Status = sessionId is null ? RoomStatus.Idle : RoomStatus.Live,
            SessionId = sessionId,
            Participants = reader.GetNullable<int>(9) ?? 0,
        };
    }

    private static RoomSettings ReadSettings(NpgsqlDataReader reader, int first) => new()
    {
        MaxParticipants = reader.GetNullable<int>(first),
        EmptyTimeoutSeconds = reader.GetNullable<int>(first + 1),
        DepartureTimeoutSeconds = reader.GetNullable<int>(first + 2),
        Metadata = reader.GetNullableString(first + 3),
    };

    private static NpgsqlBatchCommand Keyed(string sql, RoomKey key, string? sid = null)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(key.Tenant.Value);
        command.Parameters.AddWithValue(key.Mode.Letter().ToString());
        command.Parameters.AddWithValue(key.Name);
        if (sid is not null)
        {
            command.Parameters.AddWithValue(sid);
        }

        return command;
    }
}
