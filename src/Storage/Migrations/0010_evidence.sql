-- Usage says how much rests on which evidence: how many of a roll-up's milliseconds rest on a look at LiveKit, and how many on neither
-- word nor look. What is left of participant_ms is confirmed. src/Grains/Ledger/Evidence.cs says what the words mean.

-- Whoever has reached the triggers below is waited for, and whoever comes later finds the new ones: from the commit on every change goes
-- through those. Webhooks wait meanwhile, so a reader who holds the roll-ups for longer makes this fail, to be run again, and not them.
set local lock_timeout = '10s';
lock table only participant_sessions in share row exclusive mode;

-- Constants: nothing is rewritten. What has ended so far is added by 0011_evidence_so_far.sql, without a lock on anybody.
do $$
declare
    name text;
begin
    foreach name in array array['usage_hourly', 'usage_hourly_by_room'] loop
        execute format(
            'alter table %I
                 add column reconciled_ms bigint not null default 0,
                 add column presumed_ms bigint not null default 0', name);
        execute format('comment on column %I.reconciled_ms is ''what of participant_ms rests on a look at LiveKit''', name);
        execute format('comment on column %I.presumed_ms is ''what of participant_ms rests on neither LiveKit''''s word nor a look''', name);
    end loop;
end;
$$;

-- 0 confirmed, 1 reconciled, 2 presumed: ParticipantRow.EvidenceOf says the same. Nearly every leave is told, so that is asked first.
create function evidence_of(
    joined_at_ms bigint, left_at_ms bigint, join_event_id text, leave_event_id text, look_revision integer, end_estimated boolean)
    returns integer
    language sql immutable parallel safe
    return case
        when leave_event_id is not null then 0
        when left_at_ms is null then case when join_event_id is not null then 0 else 1 end
        when end_estimated then case when left_at_ms > joined_at_ms then 1 else 2 end
        when look_revision > 0 and join_event_id is null then 1
        else 2
    end;

-- As in 0007_ledger_speed.sql, with what the milliseconds rest on. A statement of its own for batches in which LiveKit has told of every
-- leave, as nearly always, was tried: it gained nothing that could be measured.
create or replace function roll_up_inserted() returns trigger
    language plpgsql as
$$
begin
    if not exists (select from new_rows where ended_at_ms > joined_at_ms) then
        return null;
    end if;

    with slices as (
        select c.tenant_id, c.mode, c.room, c.class, to_timestamp(s.hour_number * 3600) as hour, sum(s.ms)::bigint as ms,
               coalesce(sum(s.ms) filter (where c.evidence = 1), 0)::bigint as reconciled_ms,
               coalesce(sum(s.ms) filter (where c.evidence = 2), 0)::bigint as presumed_ms
        from (
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms,
                   evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
            from new_rows where ended_at_ms > joined_at_ms
        ) c, lateral hour_slices(c.joined_at_ms, c.ended_at_ms) s
        group by 1, 2, 3, 4, 5
    ), by_room as (
        insert into usage_hourly_by_room as u (tenant_id, mode, hour, room, class, participant_ms, reconciled_ms, presumed_ms)
        select tenant_id, mode, hour, room, class, ms, reconciled_ms, presumed_ms
        from slices order by tenant_id, mode, hour, room, class
        on conflict (tenant_id, mode, hour, room, class) do update set
            participant_ms = u.participant_ms + excluded.participant_ms,
            reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
            presumed_ms = u.presumed_ms + excluded.presumed_ms
    )
    insert into usage_hourly as u (tenant_id, mode, hour, class, participant_ms, reconciled_ms, presumed_ms)
    select tenant_id, mode, hour, class, sum(ms), sum(reconciled_ms), sum(presumed_ms) from slices group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (tenant_id, mode, hour, class) do update set
        participant_ms = u.participant_ms + excluded.participant_ms,
        reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
        presumed_ms = u.presumed_ms + excluded.presumed_ms;
    return null;
end;
$$;

-- A row that comes to rest on something else moves milliseconds, also where it lasts as long as before.
create or replace function roll_up_updated() returns trigger
    language plpgsql as
$$
begin
    if not exists (select from new_rows where ended_at_ms > joined_at_ms)
        and not exists (select from old_rows where ended_at_ms > joined_at_ms)
    then
        return null;
    end if;

    with slices as (
        select c.tenant_id, c.mode, c.room, c.class, to_timestamp(s.hour_number * 3600) as hour, sum(c.sign * s.ms)::bigint as ms,
               coalesce(sum(c.sign * s.ms) filter (where c.evidence = 1), 0)::bigint as reconciled_ms,
               coalesce(sum(c.sign * s.ms) filter (where c.evidence = 2), 0)::bigint as presumed_ms
        from (
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms, 1 as sign,
                   evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
            from new_rows where ended_at_ms > joined_at_ms
            union all
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms, -1,
                   evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated)
            from old_rows where ended_at_ms > joined_at_ms
        ) c, lateral hour_slices(c.joined_at_ms, c.ended_at_ms) s
        group by 1, 2, 3, 4, 5
    ), by_room as (
        insert into usage_hourly_by_room as u (tenant_id, mode, hour, room, class, participant_ms, reconciled_ms, presumed_ms)
        select tenant_id, mode, hour, room, class, ms, reconciled_ms, presumed_ms
        from slices where ms <> 0 or reconciled_ms <> 0 or presumed_ms <> 0 order by tenant_id, mode, hour, room, class
        on conflict (tenant_id, mode, hour, room, class) do update set
            participant_ms = u.participant_ms + excluded.participant_ms,
            reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
            presumed_ms = u.presumed_ms + excluded.presumed_ms
    )
    insert into usage_hourly as u (tenant_id, mode, hour, class, participant_ms, reconciled_ms, presumed_ms)
    select tenant_id, mode, hour, class, sum(ms), sum(reconciled_ms), sum(presumed_ms) from slices group by 1, 2, 3, 4
    having sum(ms) <> 0 or sum(reconciled_ms) <> 0 or sum(presumed_ms) <> 0 order by 1, 2, 3, 4
    on conflict (tenant_id, mode, hour, class) do update set
        participant_ms = u.participant_ms + excluded.participant_ms,
        reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
        presumed_ms = u.presumed_ms + excluded.presumed_ms;
    return null;
end;
$$;
