namespace RelayKit.Storage.Ledger;

/// <summary>
/// The statements of a batch, in the order in which they run; together one transaction and one round trip. Each takes arrays
/// and merges by key, so that writing what is there already changes nothing. Roll-ups follow by trigger (0005_usage.sql).
/// Arrays are unnested in the select list: in the from clause each would be put into a store of its own first. Sessions are looked
/// for between the batch's first and last id as well: from that PostgreSQL knows which months' partitions it need not open.
/// </summary>
internal static class LedgerSql
{
    /// <summary>
    /// Locks the sessions that their writers take to be open, and refuses the batch if another writer has ended one of them:
    /// two activations of a room can exist for a moment, and the one that does not know of the end would add participants
    /// after it. The lock makes an end and a join of two writers wait for each other. Runs before this batch's own ends.
    /// </summary>
    public const string FenceOpenSessions =
        """
        with taken_as_open as materialized (
            select s.session_id, s.ended_at_ms
            from (select unnest($1::uuid[]) as tenant_id, unnest($2::uuid[]) as session_id) i
            cross join lateral (
                select session_id, ended_at_ms from sessions
                where tenant_id = i.tenant_id and session_id = i.session_id and session_id between $3 and $4
                for no key update
            ) s
        )
        select refuse_ended_session(session_id) from taken_as_open where ended_at_ms is not null
        """;

    /// <summary>
    /// A session that is new to its writer and already ended by another one is refused as well; but an end that was only estimated is
    /// taken back by a later look.
    /// </summary>
    public const string UpsertSessions =
        """
        insert into sessions as s
            (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms, end_recorded_at,
             look_revision, last_seen_ms, end_estimated)
        select i.tenant_id, i.session_id, i.mode, i.room, i.livekit_sid, i.generation, i.started_at_ms, i.ended_at_ms,
               case when i.ended_at_ms is null then null else now() end, i.look_revision, i.last_seen_ms, i.end_estimated
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bigint[], $8::bigint[],
                    $9::int[], $10::bigint[], $11::boolean[])
            as i (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms,
                  look_revision, last_seen_ms, end_estimated)
        on conflict (tenant_id, session_id) do update set
            ended_at_ms = merged_end(s.ended_at_ms, s.end_estimated, s.look_revision,
                excluded.ended_at_ms, excluded.end_estimated, excluded.look_revision),
            end_recorded_at = excluded.end_recorded_at,
            look_revision = greatest(s.look_revision, excluded.look_revision),
            last_seen_ms = merged_last_seen(s.last_seen_ms, s.look_revision, excluded.last_seen_ms, excluded.look_revision),
            end_estimated = (s.ended_at_ms is null or s.end_estimated) and excluded.end_estimated
        where case
            when excluded.ended_at_ms is null and s.ended_at_ms is not null
                then (s.end_estimated and excluded.look_revision > s.look_revision) or refuse_ended_session(s.session_id)
            when excluded.look_revision > s.look_revision then true
            else excluded.ended_at_ms is not null and (
                (s.end_estimated and not excluded.end_estimated)
                or s.ended_at_ms is distinct from merged_end(
                    s.ended_at_ms, s.end_estimated, s.look_revision, excluded.ended_at_ms, excluded.end_estimated, excluded.look_revision))
        end
        """;

    /// <summary>
    /// Rows that are there, of which LiveKit has told something. An upsert would do, and does where this one does not find its row;
    /// but for a row that exists it writes twice, once to lock and once to change it. An end that was only estimated gives way.
    /// </summary>
    public const string UpdateParticipants =
        """
        update participant_sessions p set
            name = case when i.leave_event_id is not null or p.leave_event_id is null then i.name else p.name end,
            joined_at_ms = least(p.joined_at_ms, i.joined_at_ms),
            left_at_ms = coalesce(least(case when not p.end_estimated then p.left_at_ms end, i.left_at_ms), p.left_at_ms),
            end_estimated = p.end_estimated and i.left_at_ms is null,
            disconnect_reason = coalesce(p.disconnect_reason, i.disconnect_reason),
            join_event_id = coalesce(p.join_event_id, i.join_event_id),
            leave_event_id = coalesce(p.leave_event_id, i.leave_event_id)
        from (
            select unnest($1::uuid[]) as tenant_id, unnest($2::uuid[]) as session_id, unnest($3::text[]) as livekit_sid,
                   unnest($4::text[]) as name, unnest($5::bigint[]) as joined_at_ms, unnest($6::bigint[]) as left_at_ms,
                   unnest($7::text[]) as disconnect_reason, unnest($8::text[]) as join_event_id, unnest($9::text[]) as leave_event_id
        ) i
        where p.tenant_id = i.tenant_id and p.session_id = i.session_id and p.livekit_sid = i.livekit_sid
          and p.session_id between $10 and $11
        """;

    /// <summary>
    /// Rows that are new. One that is there after all is a duplicate key, and the batch is then tried again with
    /// <see cref="MergeParticipants"/>, which looks into the key's index once more for each row and confirms each that it writes.
    /// </summary>
    public const string InsertParticipants =
        """
        insert into participant_sessions as p
            (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class,
             joined_at_ms, left_at_ms, disconnect_reason, join_event_id, leave_event_id, labels)
        select unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::smallint[]),
               unnest($10::bigint[]), unnest($11::bigint[]), unnest($12::text[]), unnest($13::text[]), unnest($14::text[]),
               string_to_array(unnest($15::text[]), ',')
        """;

    /// <summary>Rows of any kind, merged with what is there: ParticipantRow.Merge says the same. Labels stay as they are.</summary>
    public const string MergeParticipants =
        """
        insert into participant_sessions as p
            (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class,
             joined_at_ms, left_at_ms, disconnect_reason, join_event_id, leave_event_id, labels, look_revision, last_seen_ms, end_estimated)
        select unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::uuid[]), unnest($5::text[]),
               unnest($6::text[]), unnest($7::text[]), unnest($8::text[]), unnest($9::smallint[]),
               unnest($10::bigint[]), unnest($11::bigint[]), unnest($12::text[]), unnest($13::text[]), unnest($14::text[]),
               string_to_array(unnest($15::text[]), ','), unnest($16::int[]), unnest($17::bigint[]), unnest($18::boolean[])
        on conflict (tenant_id, session_id, livekit_sid) do update set
            name = case when excluded.leave_event_id is not null or p.leave_event_id is null then excluded.name else p.name end,
            joined_at_ms = least(p.joined_at_ms, excluded.joined_at_ms),
            left_at_ms = merged_end(p.left_at_ms, p.end_estimated, p.look_revision,
                excluded.left_at_ms, excluded.end_estimated, excluded.look_revision),
            look_revision = greatest(p.look_revision, excluded.look_revision),
            last_seen_ms = merged_last_seen(p.last_seen_ms, p.look_revision, excluded.last_seen_ms, excluded.look_revision),
            end_estimated = (p.left_at_ms is null or p.end_estimated) and (excluded.left_at_ms is null or excluded.end_estimated)
                and merged_end(p.left_at_ms, p.end_estimated, p.look_revision,
                    excluded.left_at_ms, excluded.end_estimated, excluded.look_revision) is not null,
            disconnect_reason = coalesce(p.disconnect_reason, excluded.disconnect_reason),
            join_event_id = coalesce(p.join_event_id, excluded.join_event_id),
            leave_event_id = coalesce(p.leave_event_id, excluded.leave_event_id)
        """;

    /// <summary>
    /// Nobody outlasts a session: whoever has no earlier end ends with it, also those whom this silo never heard of. An end of the
    /// session that is only estimated moves nobody's that is known.
    /// </summary>
    public const string EndWithSession =
        """
        update participant_sessions p
        set left_at_ms = e.ended_at_ms, end_estimated = e.estimated, look_revision = p.look_revision + e.estimated::int
        from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::boolean[]) as e (tenant_id, session_id, ended_at_ms, estimated)
        where p.tenant_id = e.tenant_id and p.session_id = e.session_id and p.session_id between $5 and $6
          and (p.left_at_ms is null or (p.left_at_ms > e.ended_at_ms and not e.estimated))
        """;

    /// <summary>
    /// Events take the next numbers of their tenants: $1 and $2 are the tenants in order and how many numbers each needs, $3 and $4
    /// say for each event which of them is its tenant (from 1) and how many of that tenant's come after it. An event that is there
    /// already is a duplicate key, and the batch is then tried again with <see cref="AppendMissingEvents"/>: that happens when two
    /// activations of a room tell the same, which is too rare to look before every event.
    /// </summary>
    public const string AppendEvents =
        """
        with counters as (
            insert into event_counters as c (tenant_id, last_seq)
            select unnest($1::uuid[]), unnest($2::bigint[])
            on conflict (tenant_id) do update set last_seq = c.last_seq + excluded.last_seq
            returning tenant_id, last_seq
        ), numbers as (
            select array_agg(last_seq order by tenant_id) as last from counters
        )
        insert into events (tenant_id, event_id, seq, type, created_at_ms, data)
        select ($1::uuid[])[i.tenant], i.event_id, (select last from numbers)[i.tenant] - i.later, i.type, i.created_at_ms, i.data
        from (
            select unnest($3::int[]) as tenant, unnest($4::int[]) as later, unnest($5::uuid[]) as event_id, unnest($6::text[]) as type,
                   unnest($7::bigint[]) as created_at_ms, unnest($8::json[]) as data
        ) i
        """;

    /// <summary>As <see cref="AppendEvents"/>, but only events that are not there yet take a number. Another writer may still add one meanwhile.</summary>
    public const string AppendMissingEvents =
        """
        with numbered as (
            select i.*, row_number() over (partition by i.tenant order by i.later desc) as number,
                   count(*) over (partition by i.tenant) as total
            from (
                select unnest($3::int[]) as tenant, unnest($4::int[]) as later, unnest($5::uuid[]) as event_id, unnest($6::text[]) as type,
                       unnest($7::bigint[]) as created_at_ms, unnest($8::json[]) as data
            ) i
            where not exists (select from events e where e.tenant_id = ($1::uuid[])[i.tenant] and e.event_id = i.event_id)
        ), counters as (
            insert into event_counters as c (tenant_id, last_seq)
            select ($1::uuid[])[tenant], max(total) from numbered group by tenant order by tenant
            on conflict (tenant_id) do update set last_seq = c.last_seq + excluded.last_seq
            returning tenant_id, last_seq
        )
        insert into events (tenant_id, event_id, seq, type, created_at_ms, data)
        select c.tenant_id, n.event_id, c.last_seq - n.total + n.number, n.type, n.created_at_ms, n.data
        from numbered n join counters c on c.tenant_id = ($1::uuid[])[n.tenant]
        """;
}
