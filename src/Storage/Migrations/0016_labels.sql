-- Participant sessions with labels, and usage by label and hour.

-- Whoever has reached the triggers below is waited for, as in 0010_evidence.sql. A silo of the release before writes no labels, and goes on.
set local lock_timeout = '10s';
lock table only participant_sessions in share row exclusive mode;

alter table participant_sessions add column labels text[];
comment on column participant_sessions.labels is 'name=value, in the order of the names; null for none. Never changed once written';

create table usage_hourly_by_label (
    tenant_id       uuid        not null,
    mode            text        not null,
    hour            timestamptz not null,
    label           text        not null,
    class           smallint    not null,
    participant_ms  bigint      not null,
    reconciled_ms   bigint      not null default 0,
    presumed_ms     bigint      not null default 0,
    primary key (tenant_id, mode, hour, label, class)
) partition by range (hour);

comment on column usage_hourly_by_label.label is 'name=value. Who has several labels is in the row of each';
comment on column usage_hourly_by_label.reconciled_ms is 'what of participant_ms rests on a look at LiveKit';
comment on column usage_hourly_by_label.presumed_ms is 'what of participant_ms rests on neither LiveKit''s word nor a look';

create table usage_hourly_by_label_other partition of usage_hourly_by_label default;

do $$
declare
    name text;
begin
    foreach name in array array['usage_hourly_by_label', 'usage_hourly_by_label_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;
end;
$$;

create policy tenant on usage_hourly_by_label to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on usage_hourly_by_label to relaykit_jobs using (true) with check (true);

grant select on usage_hourly_by_label to relaykit_app;
grant select, insert, update on usage_hourly_by_label to relaykit_jobs;

-- As in 0007_ledger_speed.sql.
create or replace function fillfactor_of(parent_name text) returns integer
    language sql immutable
    return case parent_name
        when 'participant_sessions' then 75
        when 'sessions' then 80
        when 'usage_hourly' then 50
        when 'usage_hourly_by_room' then 60
        when 'usage_hourly_by_label' then 60
        else 100
    end;

-- The new column is one that nobody looks for rows by, and the new table has a partition.
do $$
declare
    partition record;
begin
    for partition in
        select i.inhrelid::regclass as name, p.relname as parent_name
        from pg_inherits i join pg_class p on p.oid = i.inhparent and p.relkind = 'p' and p.relnamespace = 'relaykit'::regnamespace
        where p.relname in ('participant_sessions', 'usage_hourly_by_label')
    loop
        perform settle_partition(partition.name, partition.parent_name);
    end loop;
end;
$$;

-- As in 0010_evidence.sql, and by label where there are any. That is a statement of its own and asked for first: most tenants have none. Every
-- writer takes its rows in the order usage_hourly, usage_hourly_by_room, usage_hourly_by_label, and within each by their keys.
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

    if not exists (select from new_rows where labels is not null) then
        return null;
    end if;

    insert into usage_hourly_by_label as u (tenant_id, mode, hour, label, class, participant_ms, reconciled_ms, presumed_ms)
    select c.tenant_id, c.mode, to_timestamp(s.hour_number * 3600), l.label, c.class, sum(s.ms),
           coalesce(sum(s.ms) filter (where c.evidence = 1), 0), coalesce(sum(s.ms) filter (where c.evidence = 2), 0)
    from (
        select tenant_id, mode, labels, class, joined_at_ms, ended_at_ms,
               evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
        from new_rows where labels is not null and ended_at_ms > joined_at_ms
    ) c, lateral unnest(c.labels) as l (label), lateral hour_slices(c.joined_at_ms, c.ended_at_ms) s
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (tenant_id, mode, hour, label, class) do update set
        participant_ms = u.participant_ms + excluded.participant_ms,
        reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
        presumed_ms = u.presumed_ms + excluded.presumed_ms;
    return null;
end;
$$;

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

    -- Labels never change, so that whoever has some now had them before.
    if not exists (select from new_rows where labels is not null) then
        return null;
    end if;

    insert into usage_hourly_by_label as u (tenant_id, mode, hour, label, class, participant_ms, reconciled_ms, presumed_ms)
    select c.tenant_id, c.mode, to_timestamp(s.hour_number * 3600), l.label, c.class, sum(c.sign * s.ms),
           coalesce(sum(c.sign * s.ms) filter (where c.evidence = 1), 0), coalesce(sum(c.sign * s.ms) filter (where c.evidence = 2), 0)
    from (
        select tenant_id, mode, labels, class, joined_at_ms, ended_at_ms, 1 as sign,
               evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
        from new_rows where labels is not null and ended_at_ms > joined_at_ms
        union all
        select tenant_id, mode, labels, class, joined_at_ms, ended_at_ms, -1,
               evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated)
        from old_rows where labels is not null and ended_at_ms > joined_at_ms
    ) c, lateral unnest(c.labels) as l (label), lateral hour_slices(c.joined_at_ms, c.ended_at_ms) s
    group by 1, 2, 3, 4, 5
    having sum(c.sign * s.ms) <> 0
        or coalesce(sum(c.sign * s.ms) filter (where c.evidence = 1), 0) <> 0
        or coalesce(sum(c.sign * s.ms) filter (where c.evidence = 2), 0) <> 0
    order by 1, 2, 3, 4, 5
    on conflict (tenant_id, mode, hour, label, class) do update set
        participant_ms = u.participant_ms + excluded.participant_ms,
        reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
        presumed_ms = u.presumed_ms + excluded.presumed_ms;
    return null;
end;
$$;
