-- Monthly partitions. Months are UTC, whatever the session's time zone.

-- The lowest UUIDv7 (RFC 9562, section 5.7) of a millisecond: with it a range of time becomes a range of ids.
-- Written over an interval because only its epoch is immutable. Times before 1970 have no UUIDv7 and give the lowest one.
create function uuid_at(at timestamptz) returns uuid
    language sql immutable strict parallel safe
    return (lpad(to_hex(greatest(floor(extract(epoch from (at - timestamptz '1970-01-01 00:00:00+00')) * 1000), 0)::bigint), 12, '0')
        || '70008000000000000000')::uuid;

-- Creates the monthly partitions of parent that are missing, from the month of from_month to the month of to_month, both
-- included, and returns how many it created. A table is made first and attached then: attaching lets reads and writes of
-- the parent go on, which CREATE ... PARTITION OF does not. A partition is reached through its parent alone, so nothing
-- is granted on it, and row-level security without a policy shuts the side door.
create function ensure_partitions(parent regclass, by text, from_month date, to_month date) returns integer
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

revoke execute on function ensure_partitions(regclass, text, date, date) from public;
