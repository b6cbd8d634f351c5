namespace RelayKit.Storage.Audit;

/// <summary>One thing that has to hold for the rows of a tenant.</summary>
/// <param name="Name">Short name, e.g. <c>conservation</c>.</param>
/// <param name="Meaning">What holds, in a sentence.</param>
/// <param name="Sql">
/// A query of one tenant (<c>$1</c>) that gives a row of text for each violation. It recomputes from the rows and uses none of the
/// functions that the product writes them with.
/// </param>
public sealed record AuditCheck(string Name, string Meaning, string Sql)
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<AuditCheck> All =
    [
        new(
            "conservation",
            "hourly roll-ups equal the participant sessions clipped to each hour",
            $"""
             with truth as ({Slices("p.mode, p.class")}), kept as (
                 select mode, class, hour, participant_ms from usage_hourly where tenant_id = $1 and participant_ms <> 0
             )
             select format('%s %s class %s: sessions give %s ms, usage_hourly has %s ms',
                           coalesce(t.mode, k.mode), coalesce(t.hour, k.hour), coalesce(t.class, k.class),
                           coalesce(t.ms, 0), coalesce(k.participant_ms, 0))
             from truth t full join kept k on k.mode = t.mode and k.class = t.class and k.hour = t.hour
             where coalesce(t.ms, 0) <> coalesce(k.participant_ms, 0)
             """),
        new(
            "conservation by room",
            "hourly roll-ups by room equal the participant sessions clipped to each hour",
            $"""
             with truth as ({Slices("p.mode, p.room, p.class")}), kept as (
                 select mode, room, class, hour, participant_ms from usage_hourly_by_room where tenant_id = $1 and participant_ms <> 0
             )
             select format('%s %s room %s class %s: sessions give %s ms, usage_hourly_by_room has %s ms',
                           coalesce(t.mode, k.mode), coalesce(t.hour, k.hour), coalesce(t.room, k.room), coalesce(t.class, k.class),
                           coalesce(t.ms, 0), coalesce(k.participant_ms, 0))
             from truth t full join kept k on k.mode = t.mode and k.room = t.room and k.class = t.class and k.hour = t.hour
             where coalesce(t.ms, 0) <> coalesce(k.participant_ms, 0)
             """),
        new(
            "ends with the session",
            "nobody is connected longer than the session was",
            """
            select format('session %s ended at %s, participant %s at %s',
                          s.session_id, s.ended_at_ms, p.livekit_sid, coalesce(p.left_at_ms::text, 'no time'))
            from sessions s join participant_sessions p using (tenant_id, session_id)
            where s.tenant_id = $1 and s.ended_at_ms is not null and (p.left_at_ms is null or p.left_at_ms > s.ended_at_ms)
            """),
        new(
            "belongs to a session",
            "every participant session lies in a session of the same room and mode",
            """
            select format('participant %s of session %s', p.livekit_sid, p.session_id)
            from participant_sessions p left join sessions s using (tenant_id, session_id)
            where p.tenant_id = $1 and (s.session_id is null or s.room <> p.room or s.mode <> p.mode)
            """),
        new(
            "one row for each sid",
            "LiveKit's sids are kept once",
            """
            select format('room sid %s has %s sessions', livekit_sid, count(*))
            from sessions where tenant_id = $1 group by livekit_sid having count(*) > 1
            union all
            select format('participant sid %s has %s rows', livekit_sid, count(*))
            from participant_sessions where tenant_id = $1 group by livekit_sid having count(*) > 1
            """),
        new(
            "events are told once",
            "each session has one room.started, each participant session one participant.joined and, once it ended, one participant.left",
            """
            with told as (
                select type, data ->> 'session_id' as session, data #>> '{participant,livekit_sid}' as participant, count(*) as times
                from events where tenant_id = $1 group by 1, 2, 3
            ), due as (
                select 'room.started' as type, s.livekit_sid as room_sid, s.session_id, null::text as participant
                from sessions s where s.tenant_id = $1
                union all
                select k.type, null, p.session_id, p.livekit_sid
                from participant_sessions p
                cross join (values ('participant.joined'), ('participant.left')) as k (type)
                where p.tenant_id = $1 and (k.type = 'participant.joined' or p.left_at_ms is not null)
            ), counted as (
                select type, participant, sum(times) as times, count(distinct session) as sessions from told
                where participant is not null and type like 'participant.%' group by 1, 2
            )
            select format('%s of participant %s: told %s times', d.type, d.participant, coalesce(c.times, 0))
            from due d left join counted c on c.type = d.type and c.participant = d.participant
            where d.participant is not null and coalesce(c.times, 0) <> 1
            union all
            select format('room.started: told %s times for %s sessions', coalesce(sum(t.times), 0),
                          (select count(*) from due where type = 'room.started'))
            from told t where t.type = 'room.started'
            having coalesce(sum(t.times), 0) <> (select count(*) from due where type = 'room.started')
            """),
        new(
            "sequence",
            "the event log is numbered 1 to n without a gap or a repetition",
            """
            select format('%s events, numbers %s to %s, counter at %s', e.n, e.least, e.most, coalesce(c.last_seq, 0))
            from (select count(*) as n, coalesce(min(seq), 1) as least, coalesce(max(seq), 0) as most, count(distinct seq) as different
                  from events where tenant_id = $1) e
            left join event_counters c on c.tenant_id = $1
            where e.least <> 1 or e.most <> e.n or e.different <> e.n or coalesce(c.last_seq, 0) <> e.n
            """),
    ];

    /// <summary>The closed participant sessions of a tenant, cut at the hours, added up by <paramref name="columns"/> and hour.</summary>
    private static string Slices(string columns) =>
        $"""
         select {columns}, h.hour,
                sum(extract(epoch from least(i.ended, h.hour + interval '1 hour') - greatest(i.joined, h.hour)) * 1000)::bigint as ms
         from participant_sessions p
         cross join lateral (
             select to_timestamp(0) + p.joined_at_ms * interval '1 millisecond' as joined,
                    to_timestamp(0) + greatest(p.joined_at_ms, p.left_at_ms) * interval '1 millisecond' as ended) i
         cross join lateral generate_series(date_trunc('hour', i.joined, 'UTC'), i.ended, interval '1 hour') as h (hour)
         where p.tenant_id = $1 and p.left_at_ms is not null and i.ended > i.joined
         group by {columns}, h.hour
         having sum(extract(epoch from least(i.ended, h.hour + interval '1 hour') - greatest(i.joined, h.hour)) * 1000)::bigint <> 0
         """;
}
