using System.Collections.Frozen;
using System.Collections.Immutable;
using Npgsql;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
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
               0::bigint as facts, 0::bigint as sum_ms, 0::bigint as told, 0::bigint as mark_ms, null::text as label
        from usage_hourly
        where tenant_id = $1 and mode = $2 and hour >= to_timestamp($3 / 1000)
        group by class
        union all
        select f.session_id, f.ended, line.class, coalesce(line.closed_ms, 0), coalesce(line.active, 0), coalesce(line.sum_joined_ms, 0),
               coalesce(line.reconciled_ms, 0), coalesce(line.reconciled_active, 0), coalesce(line.reconciled_sum_joined_ms, 0),
               coalesce(line.presumed_ms, 0),
               coalesce(line.facts, 0), coalesce(line.sum_ms, 0), coalesce(line.told, 0), coalesce(line.mark_ms, 0), null
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

    /// <summary>The same statement, and with it of watched labels ($5) the roll-ups by class, and for every session that is followed its lines by class.</summary>
    private const string SelectMeterWithLabels =
        $"""
        {SelectMeter}
        union all
        select null, false, class, sum(participant_ms)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, label
        from usage_hourly_by_label
        where tenant_id = $1 and mode = $2 and hour >= to_timestamp($3 / 1000) and label = any($5)
        group by label, class
        union all
        select f.session_id, f.ended, line.class, coalesce(line.closed_ms, 0), line.active, coalesce(line.sum_joined_ms, 0),
               0, 0, 0, 0, 0, 0, 0, 0, line.label
        from followed f cross join lateral (
            select p.class, l.label,
                   sum(greatest(p.ended_at_ms, $3) - greatest(p.joined_at_ms, $3)) filter (where p.left_at_ms is not null)::bigint as closed_ms,
                   count(*) filter (where p.left_at_ms is null) as active,
                   sum(greatest(p.joined_at_ms, $3)) filter (where p.left_at_ms is null)::bigint as sum_joined_ms
            from participant_sessions p cross join lateral unnest(p.labels) as l (label)
            where p.tenant_id = f.tenant_id and p.session_id = f.session_id and p.labels && $5 and l.label = any($5)
            group by p.class, l.label
        ) line
        """;

    /// <summary>$4 is the label: the roll-ups by class (no session id), and what goes on by session and class.</summary>
    private const string SelectLabel =
        """
        select null::uuid as session_id, class, sum(participant_ms)::bigint, sum(reconciled_ms)::bigint, sum(presumed_ms)::bigint,
               0::bigint as active, 0::bigint as sum_joined_ms, 0::bigint as reconciled_active, 0::bigint as reconciled_sum_joined_ms,
               0::bigint as mark_ms
        from usage_hourly_by_label
        where tenant_id = $1 and mode = $2 and hour >= to_timestamp($3 / 1000) and label = $4
        group by class
        union all
        select s.session_id, line.class, 0, 0, 0, line.active, line.sum_joined_ms, line.reconciled_active, line.reconciled_sum_joined_ms, line.mark_ms
        from sessions s cross join lateral (
            select p.class, count(*) as active, sum(p.from_ms)::bigint as sum_joined_ms,
                   count(*) filter (where p.evidence = 1) as reconciled_active,
                   coalesce(sum(p.from_ms) filter (where p.evidence = 1), 0)::bigint as reconciled_sum_joined_ms,
                   max(p.joined_at_ms) as mark_ms
            from (
                select class, joined_at_ms, greatest(joined_at_ms, $3) as from_ms,
                       evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
                from participant_sessions
                where tenant_id = s.tenant_id and session_id = s.session_id and left_at_ms is null and labels @> array[$4]
            ) p
            group by p.class
        ) line
        where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null
        """;

    private const string SelectLiveRooms = "select distinct s.room from sessions s where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null";

    private const string SelectNewest =
        """
        select s.room, p.livekit_sid
        from sessions s cross join lateral (
            select livekit_sid, joined_at_ms from participant_sessions
            where tenant_id = s.tenant_id and session_id = s.session_id and left_at_ms is null and class not in (3, 4)
              and ($3::text is null or labels @> array[$3])
            order by joined_at_ms desc, livekit_sid desc limit $4
        ) p
        where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null
        order by p.joined_at_ms desc, p.livekit_sid desc limit $4
        """;

    private const string SelectLiveRoomsWithLabel =
        $"""
        {SelectLiveRooms} and (
            exists (select from rooms r where r.tenant_id = s.tenant_id and r.mode = s.mode and r.name = s.room and r.labels @> array[$3])
            or exists (select from participant_sessions p
                where p.tenant_id = s.tenant_id and p.session_id = s.session_id and p.left_at_ms is null and p.labels @> array[$3]))
        """;

    public async Task<MeterSnapshot> ReadMeterAsync(
        MeterKey key, UsagePeriod period, FrozenSet<Label> watched, TimeSpan followEnded, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var select = new NpgsqlBatchCommand(watched.Count > 0 ? SelectMeterWithLabels : SelectMeter);
        select.Parameters.AddWithValue(key.Tenant.Value);
        select.Parameters.AddWithValue(key.Mode.Letter().ToString());
        select.Parameters.AddWithValue(period.StartMs);
        select.Parameters.AddWithValue(followEnded);
        if (watched.Count > 0)
        {
            select.Parameters.AddWithValue(watched.Select(static label => label.ToString()).ToArray());
        }

        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);

        var closed = new long[ParticipantClasses.Count];
        var reconciled = new long[ParticipantClasses.Count];
        var presumed = new long[ParticipantClasses.Count];
        var sessions = new Dictionary<Guid, SessionLine>();
        var labels = new List<(Guid? Session, LabelLine Line)>();
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetNullableString(14) is { } label)
            {
                labels.Add((reader.GetNullable<Guid>(0), new LabelLine(LabelColumn.Parse(label), (ParticipantClass)reader.GetInt16(2), ReadUsageLine(reader, 3))));
            }
            else if (reader.IsDBNull(0))
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

        var bySession = labels.ToLookup(static found => found.Session ?? Guid.Empty, static found => found.Line);
        return new MeterSnapshot(
            [.. closed], [.. reconciled], [.. presumed], [.. sessions.Values.Select(line => line with { Labels = [.. bySession[line.SessionId]] })])
        {
            Labels = [.. bySession[Guid.Empty]],
        };
    }

    public async Task<UsageReading> ReadLabelAsync(MeterKey key, UsagePeriod period, Label label, long nowMs, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var select = new NpgsqlBatchCommand(SelectLabel);
        select.Parameters.AddWithValue(key.Tenant.Value);
        select.Parameters.AddWithValue(key.Mode.Letter().ToString());
        select.Parameters.AddWithValue(period.StartMs);
        select.Parameters.AddWithValue(label.ToString());
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);

        var (all, reconciled, presumed) = (new UsageLine[ParticipantClasses.Count], new UsageLine[ParticipantClasses.Count], new UsageLine[ParticipantClasses.Count]);
        var sessions = new HashSet<Guid>();
        var asOfMs = nowMs;
        while (await reader.ReadAsync(cancellation))
        {
            var @class = reader.GetInt16(1);
            all[@class] += new UsageLine(reader.GetInt64(2), reader.GetInt64(5), reader.GetInt64(6));
            reconciled[@class] += new UsageLine(reader.GetInt64(3), reader.GetInt64(7), reader.GetInt64(8));
            presumed[@class] += new UsageLine(reader.GetInt64(4), 0, 0);
            asOfMs = Math.Max(asOfMs, reader.GetInt64(9));
            if (reader.GetNullable<Guid>(0) is { } session)
            {
                sessions.Add(session);
            }
        }

        return new UsageReading
        {
            AsOfMs = asOfMs,
            Period = period,
            UsedMs = [.. all.Select(line => line.UsedAt(asOfMs))],
            Active = [.. all.Select(static line => line.Active)],
            ActiveSessions = sessions.Count,
            ReconciledMs = [.. reconciled.Select(line => line.UsedAt(asOfMs))],
            PresumedMs = [.. presumed.Select(line => line.UsedAt(asOfMs))],
        };
    }

    public async Task<ImmutableArray<Newcomer>> ListNewestAsync(MeterKey key, Label? label, int count, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var select = new NpgsqlBatchCommand(SelectNewest);
        select.Parameters.AddWithValue(key.Tenant.Value);
        select.Parameters.AddWithValue(key.Mode.Letter().ToString());
        select.Parameters.AddNullable(label?.ToString());
        select.Parameters.AddWithValue(count);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var newest = ImmutableArray.CreateBuilder<Newcomer>();
        while (await reader.ReadAsync(cancellation))
        {
            newest.Add(new Newcomer(new RoomKey(key.Tenant, key.Mode, reader.GetString(0)), reader.GetString(1)));
        }

        return newest.DrainToImmutable();
    }

    public async Task<ImmutableArray<RoomKey>> ListLiveRoomsAsync(MeterKey key, Label? label, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var select = new NpgsqlBatchCommand(label is null ? SelectLiveRooms : SelectLiveRoomsWithLabel);
        select.Parameters.AddWithValue(key.Tenant.Value);
        select.Parameters.AddWithValue(key.Mode.Letter().ToString());
        if (label is { } only)
        {
            select.Parameters.AddWithValue(only.ToString());
        }

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
        Classes = ReadClassLine(reader, ReadUsageLine(reader, 3)),
        Reconciled = ReadClassLine(reader, ReadUsageLine(reader, 6)),
        Presumed = ReadClassLine(reader, new UsageLine(reader.GetInt64(9), 0, 0)),
        Version = new KnowledgeVersion(reader.GetInt64(10), reader.GetInt64(11)) { Told = reader.GetInt64(12) },
        MarkMs = reader.GetInt64(13),
    };

    private static UsageLine ReadUsageLine(NpgsqlDataReader reader, int first) =>
        new(reader.GetInt64(first), reader.GetInt64(first + 1), reader.GetInt64(first + 2));

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
