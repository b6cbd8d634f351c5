using CsCheck;
using Npgsql;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Sessions;
using RelayKit.Storage.Events;
using RelayKit.Storage.Rooms;
using RelayKit.Storage.Sessions;
using RelayKit.Storage.Usage;
using RelayKit.StorageTests.Events;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.StorageTests.Paging;

/// <summary>
/// Every list with a cursor, walked page by page while rows come and go between the pages and during them: what was there throughout is seen
/// exactly once, and nothing is seen twice.
/// </summary>
public sealed class CursorStabilityTests(EventDatabase database) : IClassFixture<EventDatabase>
{
    private const int HistoriesPerRun = 40;
    private const long T0 = EventDatabase.StartMs;

    /// <summary>How many rows there are at first, which of them stay, how long a page is, and what comes and goes after each page.</summary>
    private static readonly Gen<(bool[] Stays, int Limit, int Seed)> Walk =
        Gen.Select(Gen.Bool.Array[0, 25], Gen.Int[1, 7], Gen.Int[0, int.MaxValue - 1]);

    [Fact]
    public Task Rooms() => SampleAsync((tenant, random) =>
    {
        var store = new PostgresRoomStore(database.Sources, TimeProvider.System);
        var rows = new Dictionary<string, RoomRecord>(StringComparer.Ordinal);
        return Task.FromResult(new Churned<string, RoomCursor>(
            async () =>
            {
                // Names in any order of any collation, at few instants, of which some differ by less than PostgreSQL keeps.
                var name = $"{"aAbB-_.zZ"[random.Next(9)]}{random.Next(1_000)}x{rows.Count}";
                rows[name] = new RoomRecord
                {
                    Key = new RoomKey(tenant, Mode.Live, name),
                    Generation = 1,
                    LiveKitCluster = "default",
                    Settings = new RoomSettings(),
                    CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(T0 + random.Next(3)).AddTicks(random.Next(25)),
                    Version = 1,
                };
                Assert.True(await store.SaveAsync(rows[name], CancellationToken.None));
                return name;
            },
            async name =>
            {
                rows[name] = rows[name] with { DeletedAt = DateTimeOffset.UtcNow, Version = rows[name].Version + 1 };
                Assert.True(await store.SaveAsync(rows[name], CancellationToken.None));
            },
            async (limit, after) =>
            {
                var page = await store.ListAsync(new RoomListQuery(tenant, Mode.Live, limit, after), CancellationToken.None);
                return ([.. page.Rooms.Select(room => room.LiveKitName.Room.Name)], page.Next);
            }));
    });

    [Fact]
    public Task Sessions() => SampleAsync((tenant, random) =>
    {
        var store = new PostgresSessionStore(database.Sources, TimeProvider.System);
        return Task.FromResult(new Churned<Guid, Guid?>(
            () => InsertSessionAsync(tenant, T0 + random.Next(5), random.Next(2) == 0),
            id => DeleteAsync("sessions", "session_id", tenant, id),
            async (limit, after) =>
            {
                var page = await store.ListAsync(new SessionListQuery(tenant, Mode.Live, "lobby", null, null, limit, after), CancellationToken.None);
                return ([.. page.Sessions.Select(session => session.Session.Id)], page.Next);
            }));
    });

    [Fact]
    public Task Participants_who_have_left() => SampleAsync(async (tenant, random) =>
    {
        var store = new PostgresSessionStore(database.Sources, TimeProvider.System);
        var sessions = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            sessions.Add(await InsertSessionAsync(tenant, T0 + random.Next(3), ended: i > 0));
        }

        return new Churned<Guid, ParticipantCursor>(
            async () =>
            {
                // Some join first and leave later: they come into the list by a change.
                var id = FactId.Of(T0 + random.Next(3), "stay", Guid.NewGuid(), "", "");
                await InsertParticipantAsync(tenant, sessions[random.Next(sessions.Count)], id);
                await ExecuteAsync("update participant_sessions set left_at_ms = joined_at_ms + 5 where tenant_id = $1 and participant_session_id = $2", tenant.Value, id);
                return id;
            },
            id => random.Next(2) == 0
                ? DeleteAsync("participant_sessions", "participant_session_id", tenant, id)
                : ExecuteAsync("update participant_sessions set left_at_ms = null where tenant_id = $1 and participant_session_id = $2", tenant.Value, id),
            async (limit, after) =>
            {
                var page = await store.ListDepartedAsync(new RoomKey(tenant, Mode.Live, "lobby"), limit, after, CancellationToken.None);
                return ([.. page.Participants.Select(participant => participant.Id)], page.Next);
            });
    });

    [Fact]
    public Task Events() => SampleAsync((tenant, random) =>
    {
        var log = new PostgresEventLog(database.Sources);
        return Task.FromResult(new Churned<Guid, long?>(
            async () =>
            {
                var one = EventDatabase.Event(TenantEventTypes.RoomStarted, T0, random.Next(2) == 0 ? Mode.Live : null, "lobby", T0 + random.NextInt64(EventDatabase.EndMs - T0));
                await database.AppendAsync(tenant, one);
                return one.Id;
            },
            id => DeleteAsync("events", "event_id", tenant, id),
            async (limit, after) =>
            {
                var page = await log.ReadAsync(new EventLogQuery(tenant, new EventFilter(Mode.Live), after ?? 0, limit), CancellationToken.None);
                return ([.. page.Events.Select(one => one.Id)], page.Place < page.End ? page.Place : null);
            }));
    });

    [Theory]
    [InlineData(UsageGranularity.Hour)]
    [InlineData(UsageGranularity.Day)]
    public Task Usage_by_room(UsageGranularity granularity) => SampleAsync((tenant, random) =>
    {
        const int hours = 72;
        var store = new PostgresUsageSeriesStore(database.Sources);
        var buckets = new UsageBuckets(T0, T0 + (hours * UsageBuckets.HourMs), granularity);
        var used = 0;
        return Task.FromResult(new Churned<(long, string), UsageSeriesPlace>(
            async () =>
            {
                // Each adds a group of its own: a room that nobody else uses, in some hour.
                var (room, hour) = ($"{"aAbB-_.zZ"[random.Next(9)]}{random.Next(1_000)}x{used++}", random.Next(hours));
                await ExecuteAsync(
                    """
                    insert into usage_hourly_by_room (tenant_id, mode, hour, room, class, participant_ms)
                    values ($1, 'l', to_timestamp($2::bigint / 1000), $3, 0, 1)
                    """,
                    tenant.Value, T0 + (hour * UsageBuckets.HourMs), room);
                return (buckets.Floor(T0 + (hour * UsageBuckets.HourMs)), room);
            },
            group => ExecuteAsync("delete from usage_hourly_by_room where tenant_id = $1 and room = $2", tenant.Value, group.Item2),
            async (limit, after) =>
            {
                var query = new UsageSeriesQuery(new MeterKey(tenant, Mode.Live), buckets, UsageGrouping.Room, buckets.ToMs, limit, after);
                var page = await store.ReadSeriesAsync(query, CancellationToken.None);
                return ([.. page.Points.Select(point => (point.FloorMs, point.Group))], page.Next);
            }));
    });

    private static Task SampleAsync<TKey, TPlace>(Func<TenantId, Random, Task<Churned<TKey, TPlace>>> begin)
        where TKey : notnull =>
        Walk.SampleAsync(
            async walk =>
            {
                var random = new Random(walk.Seed);
                var rows = await begin(EventDatabase.NewTenant(), random);
                await rows.WalkAsync(walk.Stays, walk.Limit, random);
            },
            iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
            threads: 1);

    private async Task<Guid> InsertSessionAsync(TenantId tenant, long startedAtMs, bool ended)
    {
        var id = FactId.Of(startedAtMs, "session", Guid.NewGuid(), "", "");
        await ExecuteAsync(
            """
            insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms)
            values ($1, $2, 'l', 'lobby', $3, 1, $4, case when $5 then $4 + 10 end)
            """,
            tenant.Value, id, $"RM_{id:n}", startedAtMs, ended);
        return id;
    }

    private Task InsertParticipantAsync(TenantId tenant, Guid session, Guid id) => ExecuteAsync(
        """
        insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms)
        values ($1, $2, $3, $4, 'l', 'lobby', 'ann', 'Ann', 0, $5)
        """,
        tenant.Value, session, $"PA_{id:n}", id, T0);

    private Task DeleteAsync(string table, string column, TenantId tenant, Guid id) =>
        ExecuteAsync($"delete from {table} where tenant_id = $1 and {column} = $2", tenant.Value, id);

    /// <summary>As the server's own login: what the product itself never deletes, its retention will.</summary>
    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "relaykit", Pooling = true }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
