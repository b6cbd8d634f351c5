using System.Collections.Immutable;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Sessions;
using RelayKit.Usage;

namespace RelayKit.Storage.Rooms;

internal sealed class PostgresRoomStore(PostgresDataSources sources, TimeProvider time) : IRoomStore
{
    /// <summary>How far LiveKit's clock may be ahead of ours. A session that begins even later is found by its first event, by its sid.</summary>
    private static readonly TimeSpan ClockAhead = TimeSpan.FromDays(1);

    private const string Columns =
        """
        r.name, r.generation, r.livekit_cluster, r.max_participants, r.empty_timeout_seconds, r.departure_timeout_seconds, r.metadata,
        r.labels, r.rules, r.created_at, r.deleted_at, r.generation_since, r.closing, r.version, r.recording
        """;

    private const int ColumnCount = 15;

    private const string SelectRoom = $"select {Columns} from rooms r where r.tenant_id = $1 and r.mode = $2 and r.name = $3";

    private const string SelectBans =
        "select identity, since, until, reason, message from room_bans where tenant_id = $1 and mode = $2 and room = $3 and until > $4";

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
                           departure_timeout_seconds, metadata, labels, rules, created_at, deleted_at, generation_since, closing, version, recording)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16, $17::jsonb)
        on conflict do nothing
        """;

    private const string Update =
        """
        update rooms set generation = $4, livekit_cluster = $5, max_participants = $6, empty_timeout_seconds = $7,
                         departure_timeout_seconds = $8, metadata = $9, labels = $10, rules = $11::jsonb, created_at = $12, deleted_at = $13,
                         generation_since = $14, closing = $15, version = $16, recording = $17::jsonb
        where tenant_id = $1 and mode = $2 and name = $3 and version = $16 - 1
        """;

    private const string UpsertBan =
        """
        insert into room_bans (tenant_id, mode, room, identity, since, until, reason, message) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (tenant_id, mode, room, identity) do update set
            since = excluded.since, until = excluded.until, reason = excluded.reason, message = excluded.message
        """;

    private const string DeleteBans =
        "delete from room_bans where tenant_id = $1 and mode = $2 and room = $3 and ($4::text is null or identity = $4)";

    private const string SumUsage =
        """
        select coalesce(sum(participant_ms), 0)::bigint from usage_hourly_by_room
        where tenant_id = $1 and mode = $2 and room = $3 and hour >= $4 and hour < $5 and class in (0, 1, 2)
        """;

    public async Task<RoomSnapshot?> LoadAsync(RoomKey key, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(Keyed(SelectRoom, key));
        var sessions = Keyed(SelectOpenSessions, key);
        sessions.Parameters.AddWithValue(FactId.Lowest((time.GetUtcNow() + ClockAhead).ToUnixTimeMilliseconds()));
        batch.BatchCommands.Add(sessions);
        var bans = Keyed(SelectBans, key);
        bans.Parameters.AddWithValue(time.GetUtcNow());
        batch.BatchCommands.Add(bans);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var record = ReadRecord(reader, key);
        await reader.NextResultAsync(cancellation);
        var open = await SessionColumns.ReadSnapshotsAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        return new RoomSnapshot(record, open, await ReadBansAsync(reader, cancellation));
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
        write.Parameters.Add(new NpgsqlParameter
        {
            Value = (object?)LabelColumn.Of(record.Settings.Labels) ?? DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text,
        });
        write.Parameters.AddNullable(RoomSettingsJson.Write(record.Settings.Rules));
        write.Parameters.AddWithValue(record.CreatedAt);
        write.Parameters.AddNullable(record.DeletedAt);
        write.Parameters.AddNullable(record.GenerationSince);
        write.Parameters.AddWithValue(record.IsClosing);
        write.Parameters.AddWithValue(record.Version);
        write.Parameters.AddNullable(RoomSettingsJson.Write(record.Settings.Recording));
        batch.BatchCommands.Add(write);
        await batch.ExecuteNonQueryAsync(cancellation);
        return write.RecordsAffected == 1;
    }

    public async Task SaveBanAsync(RoomKey key, RoomBan ban, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var write = Keyed(UpsertBan, key, ban.Identity);
        write.Parameters.AddWithValue(ban.Since);
        write.Parameters.AddWithValue(ban.Until);
        write.Parameters.AddNullable(ban.Reason);
        write.Parameters.AddNullable(ban.Message);
        batch.BatchCommands.Add(write);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task DeleteBansAsync(RoomKey key, string? identity, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var delete = Keyed(DeleteBans, key);
        delete.Parameters.AddNullable(identity);
        batch.BatchCommands.Add(delete);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<long> ReadUsageAsync(RoomKey key, UsagePeriod period, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var sum = Keyed(SumUsage, key);
        sum.Parameters.AddWithValue(DateTimeOffset.FromUnixTimeMilliseconds(period.StartMs));
        sum.Parameters.AddWithValue(DateTimeOffset.FromUnixTimeMilliseconds(period.EndMs));
        batch.BatchCommands.Add(sum);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetInt64(0) : 0;
    }

    public async Task<RoomPage> ListAsync(RoomListQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        batch.BatchCommands.Add(RoomListSql.Select(query, Columns));
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
        var record = ReadRecord(reader, new RoomKey(query.Tenant, query.Mode, reader.GetString(0)));
        var sessionId = reader.GetNullable<Guid>(ColumnCount);
        return new Room
        {
            LiveKitName = new LiveKitRoomName(record.Key, record.Generation),
            LiveKitCluster = record.LiveKitCluster,
            Settings = record.Settings,
            CreatedAt = record.CreatedAt,
            Status = sessionId is null ? RoomStatus.Idle : RoomStatus.Live,
            SessionId = sessionId,
            Participants = reader.GetNullable<int>(ColumnCount + 1) ?? 0,
            IsClosing = record.IsClosing,
        };
    }

    private static RoomRecord ReadRecord(NpgsqlDataReader reader, RoomKey key) => new()
    {
        Key = key,
        Generation = reader.GetInt32(1),
        LiveKitCluster = reader.GetString(2),
        Settings = new RoomSettings
        {
            MaxParticipants = reader.GetNullable<int>(3),
            EmptyTimeoutSeconds = reader.GetNullable<int>(4),
            DepartureTimeoutSeconds = reader.GetNullable<int>(5),
            Metadata = reader.GetNullableString(6),
            Labels = LabelColumn.Read(reader, 7),
            Rules = RoomSettingsJson.ReadRules(reader.GetNullableString(8)),
            Recording = RoomSettingsJson.ReadRecording(reader.GetNullableString(14)),
        },
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(9),
        DeletedAt = reader.GetNullable<DateTimeOffset>(10),
        GenerationSince = reader.GetNullable<DateTimeOffset>(11),
        IsClosing = reader.GetBoolean(12),
        Version = reader.GetInt64(13),
    };

    private static async Task<ImmutableArray<RoomBan>> ReadBansAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var bans = ImmutableArray.CreateBuilder<RoomBan>();
        while (await reader.ReadAsync(cancellation))
        {
            bans.Add(new RoomBan(
                reader.GetString(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetNullableString(3),
                reader.GetNullableString(4)));
        }

        return bans.DrainToImmutable();
    }

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
