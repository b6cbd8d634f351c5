using System.Collections.Immutable;
using Npgsql;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Storage.Usage;

internal sealed class PostgresUsageStore(PostgresDataSources sources) : IUsageStore
{
    /// <summary>
    /// One statement and so one snapshot: the roll-ups by class (no session id), and for every session that is followed its
    /// line by class, clipped to the period's start ($3, Unix milliseconds). Versions are not clipped. Participants are added up
    /// session by session: a plain join left it to the statistics whether all of history was read for the sake of a few sessions.
    /// Nothing that goes on is presumed.
    /// </summary>
    private const string SelectMeter =
        """
        with followed as (
            select tenant_id, session_id, ended_at_ms is not null as ended from sessions
            where tenant_id = $1 and mode = $2 and ended_at_ms is null
            union all
            select tenant_id, session_id, true from sessions
            where tenant_id = $1 and mode = $2 and end_recorded_at > now() - $4
        )
        select null::uuid as session_id, false as ended, class,
               sum(participant_ms)::bigint as closed_ms, 0::bigint as active, 0::bigint as sum_joined_ms,
               sum(reconciled_ms)::bigint as reconciled_ms, 0::bigint as reconciled_active, 0::bigint as reconciled_sum_joined_ms,
               sum(presumed_ms)::bigint as presumed_ms,
               0::bigint as facts, 0::bigint as sum_ms, 0::bigint as told, 0::bigint as mark_ms
        from usage_hourly
        where tenant_id = $1 and mode = $2 and hour >= to_timestamp($3 / 1000)
        group by class
        union all
        select f.session_id, f.ended, line.class, coalesce(line.closed_ms, 0), coalesce(line.active, 0), coalesce(line.sum_joined_ms, 0),
               coalesce(line.reconciled_ms, 0), coalesce(line.reconciled_active, 0), coalesce(line.reconciled_sum_joined_ms, 0),
               coalesce(line.presumed_ms, 0),
               coalesce(line.facts, 0), coalesce(line.sum_ms, 0), coalesce(line.told, 0), coalesce(line.mark_ms, 0)
        from followed f left join lateral (
            select p.class,
                   sum(p.closed_ms)::bigint as closed_ms,
                   count(*) filter (where p.closed_ms is null) as active,
                   sum(p.from_ms) filter (where p.closed_ms is null)::bigint as sum_joined_ms,
                   sum(p.closed_ms) filter (where p.evidence = 1)::bigint as reconciled_ms,
                   count(*) filter (where p.closed_ms is null and p.evidence = 1) as reconciled_active,
                   sum(p.from_ms) filter (where p.closed_ms is null and p.evidence = 1)::bigint as reconciled_sum_joined_ms,
                   sum(p.closed_ms) filter (where p.evidence = 2)::bigint as presumed_ms,
                   count(*) + count(p.left_at_ms) as facts,
                   sum(p.joined_at_ms + coalesce(p.ended_at_ms, 0))::bigint as sum_ms,
                   count(p.join_event_id) + count(p.leave_event_id) as told,
                   max(coalesce(p.ended_at_ms, p.joined_at_ms)) as mark_ms
            from (
                select *, greatest(joined_at_ms, $3) as from_ms,
                       case when left_at_ms is not null then greatest(ended_at_ms, $3) - greatest(joined_at_ms, $3) end as closed_ms,
                       evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
                from participant_sessions
                where tenant_id = f.tenant_id and session_id = f.session_id
            ) p
            group by p.class
        ) line on true
        """;

    private const string SelectLiveRooms =
        """
        select distinct s.room from sessions s
        where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null
          and ($3::text is null or exists (
              select from rooms r where r.tenant_id = s.tenant_id and r.mode = s.mode and r.name = s.room and r.labels @> array[$3]))
        """;

    public async Task<MeterSnapshot> ReadMeterAsync(
        MeterKey key, UsagePeriod period, TimeSpan followEnded, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var select = new NpgsqlBatchCommand(SelectMeter);
        select.Parameters.AddWithValue(key.Tenant.Value);
        select.Parameters.AddWithValue(key.Mode.Letter().ToString());
        select.Parameters.AddWithValue(period.StartMs);
        select.Parameters.AddWithValue(followEnded);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);

        var closed = new long[ParticipantClasses.Count];
        var reconciled = new long[ParticipantClasses.Count];
        var presumed = new long[ParticipantClasses.Count];
        var sessions = new Dictionary<Guid, SessionLine>();
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.IsDBNull(0))
            {
                var @class = reader.GetInt16(2);
                closed[@class] = reader.GetInt64(3);
                reconciled[@class] = reader.GetInt64(6);
                presumed[@class] = reader.GetInt64(9);
            }
            else
            {
                var line = ReadLine(reader, period.StartMs);
                sessions[line.SessionId] = sessions.TryGetValue(line.SessionId, out var known) ? Join(known, line) : line;
            }
        }

        return new MeterSnapshot([.. closed], [.. reconciled], [.. presumed], [.. sessions.Values]);
    }

    public async Task<ImmutableArray<RoomKey>> ListLiveRoomsAsync(MeterKey key, Label? label, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var select = new NpgsqlBatchCommand(SelectLiveRooms);
        select.Parameters.AddWithValue(key.Tenant.Value);
        select.Parameters.AddWithValue(key.Mode.Letter().ToString());
        select.Parameters.AddNullable(label?.ToString());
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var rooms = ImmutableArray.CreateBuilder<RoomKey>();
        while (await reader.ReadAsync(cancellation))
        {
            rooms.Add(new RoomKey(key.Tenant, key.Mode, reader.GetString(0)));
        }

        return rooms.DrainToImmutable();
    }

    private static SessionLine ReadLine(NpgsqlDataReader reader, long periodStartMs) => new()
    {
        SessionId = reader.GetGuid(0),
        Ended = reader.GetBoolean(1),
        PeriodStartMs = periodStartMs,
        Classes = ReadClassLine(reader, new UsageLine(reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5))),
        Reconciled = ReadClassLine(reader, new UsageLine(reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8))),
        Presumed = ReadClassLine(reader, new UsageLine(reader.GetInt64(9), 0, 0)),
        Version = new KnowledgeVersion(reader.GetInt64(10), reader.GetInt64(11)) { Told = reader.GetInt64(12) },
        MarkMs = reader.GetInt64(13),
    };

    /// <summary>A line of the row's class, or none where it is empty or the session has nobody.</summary>
    private static ImmutableArray<ClassLine> ReadClassLine(NpgsqlDataReader reader, UsageLine line) =>
        line == default || reader.IsDBNull(2) ? [] : [new ClassLine((ParticipantClass)reader.GetInt16(2), line)];

    private static SessionLine Join(SessionLine known, SessionLine other) => known with
    {
        Version = known.Version + other.Version,
        MarkMs = Math.Max(known.MarkMs, other.MarkMs),
        Classes = [.. known.Classes, .. other.Classes],
        Reconciled = [.. known.Reconciled, .. other.Reconciled],
        Presumed = [.. known.Presumed, .. other.Presumed],
    };
}
