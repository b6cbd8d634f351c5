-- Hourly roll-ups of closed participant sessions. They are derived: the database itself keeps them equal to the rows they
-- come from, whoever writes those, in the same transaction.

create table usage_hourly (
    tenant_id       uuid        not null,
    mode            text        not null,
    hour            timestamptz not null,
    class           smallint    not null,
    participant_ms  bigint      not null,
    primary key (tenant_id, mode, hour, class)
) partition by range (hour);

create table usage_hourly_by_room (
    tenant_id       uuid        not null,
    mode            text        not null,
    hour            timestamptz not null,
    room            text        not null,
    class           smallint    not null,
    participant_ms  bigint      not null,
    primary key (tenant_id, mode, hour, room, class)
) partition by range (hour);

create table usage_hourly_other partition of usage_hourly default;
create table usage_hourly_by_room_other partition of usage_hourly_by_room default;

do $$
declare
    name text;
begin
    foreach name in array array['usage_hourly', 'usage_hourly_other', 'usage_hourly_by_room', 'usage_hourly_by_room_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;

    foreach name in array array['usage_hourly', 'usage_hourly_by_room'] loop
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant()))
             with check (tenant_id = (select current_tenant()))', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;
end;
$$;

grant select on usage_hourly, usage_hourly_by_room to relaykit_app;
grant select, insert, update on usage_hourly, usage_hourly_by_room to relaykit_jobs;

-- The hours that an interval touches and the milliseconds it has in each; nothing for an open or an empty one.
create function hour_slices(from_ms bigint, to_ms bigint) returns table (hour_number bigint, ms bigint)
    language sql immutable parallel safe as
$$
    select h, least(to_ms, (h + 1) * 3600000) - greatest(from_ms, h * 3600000)
    from generate_series(from_ms / 3600000, (to_ms - 1) / 3600000) h
    where to_ms > from_ms
$$;

-- Adds slices to both roll-ups. Rows are taken in the order of their keys, so that writers who share some never wait in a ring.
create function roll_up_inserted() returns trigger
    language plpgsql as
$$
begin
    with slices as (
        select n.tenant_id, n.mode, n.room, n.class, to_timestamp(s.hour_number * 3600) as hour, sum(s.ms)::bigint as ms
        from new_rows n, lateral hour_slices(n.joined_at_ms, n.ended_at_ms) s
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

create function roll_up_updated() returns trigger
    language plpgsql as
$$
begin
    with slices as (
        select c.tenant_id, c.mode, c.room, c.class, to_timestamp(s.hour_number * 3600) as hour, sum(c.sign * s.ms)::bigint as ms
        from (
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms, 1 as sign from new_rows
            union all
            select tenant_id, mode, room, class, joined_at_ms, ended_at_ms, -1 from old_rows
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

create trigger roll_up_inserted after insert on participant_sessions
    referencing new table as new_rows for each statement execute function roll_up_inserted();
create trigger roll_up_updated after update on participant_sessions
    referencing old table as old_rows new table as new_rows for each statement execute function roll_up_updated();
