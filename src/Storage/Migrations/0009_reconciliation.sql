-- What looks at LiveKit add to sessions and participant sessions: src/Grains/Ledger/Sighting.cs says what the columns mean.

-- Never written so far. Renamed and not dropped: after that a partition that is made later would lack the gap that its parent has, and of
-- a row that is converted between the two PostgreSQL 15 shows the parent's statement triggers no generated column (ended_at_ms).
alter table participant_sessions rename column reconciled to end_estimated;
alter table sessions add column end_estimated boolean not null default false;

do $$
declare
    name text;
begin
    foreach name in array array['sessions', 'participant_sessions'] loop
        execute format(
            'alter table %I
                 add column look_revision integer not null default 0,
                 add column last_seen_ms bigint', name);
        execute format('comment on column %I.look_revision is ''how often looks at LiveKit have changed the row''', name);
        execute format('comment on column %I.last_seen_ms is ''the last look that saw it, once a later one has missed it''', name);
        execute format('comment on column %I.end_estimated is ''the end is the last look that saw it: LiveKit has told none''', name);
    end loop;
end;
$$;

-- The end that is known after both of two rows of one key: the earliest that LiveKit has told, else what the later look says.
create function merged_end(
    one bigint, one_estimated boolean, one_revision integer, other bigint, other_estimated boolean, other_revision integer) returns bigint
    language sql immutable parallel safe
    return coalesce(
        least(case when not one_estimated then one end, case when not other_estimated then other end),
        case
            when one_revision > other_revision then one
            when one_revision < other_revision then other
            else least(one, other)
        end);

-- The same for what stands beside it: of equal revisions the earlier.
create function merged_last_seen(one bigint, one_revision integer, other bigint, other_revision integer) returns bigint
    language sql immutable parallel safe
    return case
        when one_revision > other_revision then one
        when one_revision < other_revision then other
        else least(one, other)
    end;


do $$
declare
    partition record;
begin
    for partition in
        select i.inhrelid::regclass as name, p.relname as parent_name
        from pg_inherits i join pg_class p on p.oid = i.inhparent and p.relkind = 'p' and p.relnamespace = 'relaykit'::regnamespace
    loop
        perform settle_partition(partition.name, partition.parent_name);
    end loop;
end;
$$;
