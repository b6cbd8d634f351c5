-- What the ledger's group commit costs, halved: the changes and what each gave are in docs/performance.md.

-- Rows that are written again soon get room on their own page, so that the new version needs no new index entries (HOT):
-- a participant session is written at its join and at its leave, a roll-up and a counter at every commit.
create function fillfactor_of(parent_name text) returns integer
    language sql immutable
    return case parent_name
        when 'participant_sessions' then 75
        when 'sessions' then 80
        when 'usage_hourly' then 50
        when 'usage_hourly_by_room' then 60
        else 100
    end;

alter table event_counters set (fillfactor = 50);

do $$
declare
    partition record;
begin
    for partition in
        select i.inhrelid::regclass as name, fillfactor_of(p.relname) as fillfactor
        from pg_inherits i join pg_class p on p.oid = i.inhparent and p.relkind = 'p' and p.relnamespace = 'relaykit'::regnamespace
        where fillfactor_of(p.relname) < 100
    loop
        execute format('alter table %s set (fillfactor = %s)', partition.name, partition.fillfactor);
    end loop;
end;
$$;

-- As in 0002_partitions.sql, with the fill factor of the table that the partition belongs to.
create or replace function ensure_partitions(parent regclass, by text, from_month date, to_month date) returns integer
    language plpgsql set search_path = relaykit, pg_temp
as $body$
declare
    month date := make_date(extract(year from from_month)::integer, extract(month from from_month)::integer, 1);
    following date;
    parent_schema text;
    parent_name text;
    partition_name text;
    lower_bound text;
    upper_bound text;
    created integer := 0;
begin
    if by is null or by not in ('uuid', 'time') then
        raise exception 'ensure_partitions: by must be ''uuid'' or ''time'', not %', coalesce(quote_literal(by), 'null')
            using errcode = 'invalid_parameter_value';
    end if;
    select n.nspname, c.relname into strict parent_schema, parent_name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = parent;
    -- Two silos may start at once.
    perform pg_advisory_xact_lock(hashtextextended('relaykit.ensure_partitions', parent::oid::bigint));

    while month <= to_month loop
        following := (month + interval '1 month')::date;
        partition_name := parent_name || to_char(month::timestamp, '"_y"YYYY"m"MM');
        if not exists (select 1 from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = parent and c.relname = partition_name)
        then
            lower_bound := to_char(month::timestamp, 'YYYY-MM-DD') || ' 00:00:00+00';
            upper_bound := to_char(following::timestamp, 'YYYY-MM-DD') || ' 00:00:00+00';
            if by = 'uuid' then
                lower_bound := uuid_at(lower_bound::timestamptz)::text;
                upper_bound := uuid_at(upper_bound::timestamptz)::text;
            end if;
            execute format('create table %1$I.%2$I (like %1$I.%3$I including all excluding identity) with (fillfactor = %4$s)',
                parent_schema, partition_name, parent_name, fillfactor_of(parent_name));
            execute format('alter table %I.%I enable row level security, force row level security', parent_schema, partition_name);
            execute format('alter table %1$I.%2$I attach partition %1$I.%3$I for values from (%4$L) to (%5$L)',
                parent_schema, parent_name, partition_name, lower_bound, upper_bound);
            created := created + 1;
        end if;
        month := following;
    end loop;
    return created;
end
$body$;

-- A writer that still takes a session to be open, which another writer has ended, has to read it anew before it goes on.
-- Class 23, so that the ledger lets the one entry fail and not its batch.
create function refuse_ended_session(session_id uuid) returns boolean
    language plpgsql as
$body$
begin
    raise exception 'session % was ended by another writer', session_id using errcode = '23RK1';
end
$body$;

-- An interval that is open or empty has no slices, and most statements change no others: they are done with one look.
create or replace function roll_up_inserted() returns trigger
    language plpgsql as
$$
begin
    if not exists (select from new_rows where ended_at_ms > joined_at_ms) then
        return null;
    end if;

    with slices as (
        select n.tenant_id, n.mode, n.room, n.class, to_timestamp(s.hour_number * 3600) as hour, sum(s.ms)::bigint as ms
        from new_rows n, lateral hour_slices(n.joined_at_ms, n.ended_at_ms) s
        where n.ended_at_ms > n.joined_at_ms
        group by 1, 2, 3, 4, 5
    ), by_room as (
        insert into usage_hourly_by_room as u (tenant_id, mode, hour, room, class, participant_ms)
        select tenant_id, mode, hour, room, class, ms from slices order by tenant_id, mode, hour, room, class
        on conflict (tenant_id, mode, hour, room, class) do update set participant_ms = u.participant_ms + excluded.participant_ms
    )
    insert into usage_hourly as u (tenant_id, mode, hour, class, participant_ms)
    select tenant_id, mode, hour, class, sum(ms) from slices group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (tenant_id, mode, hour, class) do update set participant_ms = u.participant_ms + excluded.participant_ms;
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
        select c.tenant_id, c.mode, c.room, c.class, to_timestamp(s.hour_number * 3600) as hour, sum(c.sign * s.ms)::bigint as ms
        from (
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms, 1 as sign from new_rows where ended_at_ms > joined_at_ms
            union all
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms, -1 from old_rows where ended_at_ms > joined_at_ms
        ) c, lateral hour_slices(c.joined_at_ms, c.ended_at_ms) s
        group by 1, 2, 3, 4, 5
    ), by_room as (
        insert into usage_hourly_by_room as u (tenant_id, mode, hour, room, class, participant_ms)
        select tenant_id, mode, hour, room, class, ms from slices where ms <> 0 order by tenant_id, mode, hour, room, class
        on conflict (tenant_id, mode, hour, room, class) do update set participant_ms = u.participant_ms + excluded.participant_ms
    )
    insert into usage_hourly as u (tenant_id, mode, hour, class, participant_ms)
    select tenant_id, mode, hour, class, sum(ms) from slices group by 1, 2, 3, 4 having sum(ms) <> 0 order by 1, 2, 3, 4
    on conflict (tenant_id, mode, hour, class) do update set participant_ms = u.participant_ms + excluded.participant_ms;
    return null;
end;
$$;

-- An event's data is only ever handed out whole: checked as JSON, and not taken apart.
alter table events alter column data type json;
