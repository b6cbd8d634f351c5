-- What autovacuum takes from the cores that take in webhooks, a fraction of what it was: docs/performance.md has the figures.

-- By these columns rows are looked for. How the values of all others are spread the planner never needs to know.
create function searched_columns_of(parent_name text) returns text[]
    language sql immutable
    return case parent_name
        when 'participant_sessions' then array['tenant_id', 'session_id']
        when 'events' then array['tenant_id', 'event_id', 'seq']
        else array[]::text[]
    end;

-- Keys need a small sample only: events are looked for by their whole key, and how many participants a session has is said here
-- instead of guessed, since a plan that takes it to have thousands reads a month for the sake of a few.
create function settle_partition(partition regclass, parent_name text) returns void
    language plpgsql set search_path = relaykit, pg_temp
as $body$
declare
    column_name text;
begin
    execute format('alter table %s set (fillfactor = %s)', partition, fillfactor_of(parent_name));
    if parent_name not in ('participant_sessions', 'events') then
        return;
    end if;

    -- A month's partition begins empty: at a tenth more rows each, it was analyzed every minute of its first hours. Its rows are
    -- pruned by their own updates or never change, so a vacuum only marks pages, the same number of them however often it comes.
    execute format(
        'alter table %s set (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1)',
        partition);
    for column_name in select attname from pg_attribute where attrelid = partition and attnum > 0 and not attisdropped loop
        execute format('alter table %s alter column %I set statistics %s', partition, column_name,
            case when column_name = any (searched_columns_of(parent_name)) then 10 else 0 end);
    end loop;
    if parent_name = 'participant_sessions' then
        execute format('alter table %s alter column session_id set (n_distinct = -0.05)', partition);
    end if;
end
$body$;

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

-- As in 0007_ledger_speed.sql, settled by the function above before it is attached.
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
            execute format('create table %1$I.%2$I (like %1$I.%3$I including all excluding identity)',
                parent_schema, partition_name, parent_name);
            perform settle_partition(format('%I.%I', parent_schema, partition_name)::regclass, parent_name);
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

revoke execute on function settle_partition(regclass, text) from public;
