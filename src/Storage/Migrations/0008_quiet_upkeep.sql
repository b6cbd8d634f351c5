-- Autovacuum that webhooks do not feel: what was measured is in docs/performance.md.

-- What a new partition is given besides its parent's shape.
--   Cost delay: vacuum pauses longer after each small piece of work. It takes five times as long, and a fifth of a processor's time at once.
create function set_up_partition(partition regclass, parent_name text) returns void
    language plpgsql set search_path = relaykit, pg_temp
as $body$
begin
    execute format('alter table %s set (fillfactor = %s, autovacuum_vacuum_cost_delay = 10)', partition, fillfactor_of(parent_name));
end
$body$;

-- As in 0007_ledger_speed.sql; what a partition is given is now in a function of its own.
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
            execute format('create table %1$I.%2$I (like %1$I.%3$I including all excluding identity)', parent_schema, partition_name, parent_name);
            perform set_up_partition(format('%I.%I', parent_schema, partition_name)::regclass, parent_name);
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

do $$
declare
    partition record;
begin
    for partition in
        select i.inhrelid::regclass as name, p.relname as parent_name
        from pg_inherits i join pg_class p on p.oid = i.inhparent and p.relkind = 'p' and p.relnamespace = 'relaykit'::regnamespace
    loop
        perform set_up_partition(partition.name, partition.parent_name);
    end loop;
end;
$$;
