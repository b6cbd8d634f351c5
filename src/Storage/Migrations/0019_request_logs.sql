-- Partitions by the day for tables that are kept by the day, and each tenant's request log, which is the first of them.

-- How long a time each partition of a table has. What is kept for a month goes by the day; all else goes by the month.
create function partition_period_of(parent_name text) returns text
    language sql immutable
    return case parent_name
        when 'request_logs' then 'day'
        else 'month'
    end;

-- As in 0008_autovacuum.sql.
create or replace function searched_columns_of(parent_name text) returns text[]
    language sql immutable
    return case parent_name
        when 'participant_sessions' then array['tenant_id', 'session_id']
        when 'events' then array['tenant_id', 'event_id', 'seq']
        when 'request_logs' then array['tenant_id', 'request_id', 'method', 'route', 'status', 'key_id', 'address']
        else array[]::text[]
    end;

-- As in 0008_autovacuum.sql. A request log is only added to, too, but how its values are spread decides by which index it is read: of the
-- columns that are searched the planner knows as much as it usually does.
create or replace function settle_partition(partition regclass, parent_name text) returns void
    language plpgsql set search_path = relaykit, pg_temp
as $body$
declare
    column_name text;
begin
    execute format('alter table %s set (fillfactor = %s)', partition, fillfactor_of(parent_name));
    if parent_name not in ('participant_sessions', 'events', 'request_logs') then
        return;
    end if;

    execute format(
        'alter table %s set (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 1)',
        partition);
    for column_name in select attname from pg_attribute where attrelid = partition and attnum > 0 and not attisdropped loop
        execute format('alter table %s alter column %I set statistics %s', partition, column_name,
            case when column_name <> all (searched_columns_of(parent_name)) then 0 when parent_name = 'request_logs' then -1 else 10 end);
    end loop;
    if parent_name = 'participant_sessions' then
        execute format('alter table %s alter column session_id set (n_distinct = -0.05)', partition);
    end if;
end
$body$;

-- Creates the partition of one span of days, unless it is there, and says whether it did. It is made first and attached then: attaching lets
-- reads and writes of the parent go on, which CREATE ... PARTITION OF does not.
--
-- Rows of that span may lie in the default partition already: a clock that was ahead wrote them. They move, and that takes that
-- partition's rows from everybody else for a moment; the owner sees them only where row-level security is not forced on it.
create function ensure_partition(parent regclass, by text, partition_name text, from_day date, to_day date) returns boolean
    language plpgsql set search_path = relaykit, pg_temp
as $body$
declare
    parent_schema text;
    parent_name text;
    key_name text;
    other regclass;
    made text;
    lower_bound text := to_char(from_day::timestamp, 'YYYY-MM-DD') || ' 00:00:00+00';
    upper_bound text := to_char(to_day::timestamp, 'YYYY-MM-DD') || ' 00:00:00+00';
    column_names text;
begin
    if exists (select 1 from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = parent and c.relname = partition_name) then
        return false;
    end if;

    select n.nspname, c.relname, a.attname, nullif(p.partdefid, 0)::regclass into strict parent_schema, parent_name, key_name, other
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_partitioned_table p on p.partrelid = c.oid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
    where c.oid = parent;
    made := format('%I.%I', parent_schema, partition_name);
    if by = 'uuid' then
        lower_bound := uuid_at(lower_bound::timestamptz)::text;
        upper_bound := uuid_at(upper_bound::timestamptz)::text;
    end if;

    execute format('create table %s (like %s including all excluding identity)', made, parent);
    perform settle_partition(made::regclass, parent_name);
    execute format('alter table %s enable row level security, force row level security', made);
    begin
        execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, made, lower_bound, upper_bound);
    exception when check_violation then
        select string_agg(quote_ident(attname), ', ' order by attnum) into column_names
        from pg_attribute where attrelid = other and attnum > 0 and not attisdropped and attgenerated = '';
        execute format('alter table %s no force row level security', other);
        execute format('alter table %s no force row level security', made);
        execute format(
            'with moved as (delete from %1$s where %2$I >= %3$L and %2$I < %4$L returning %5$s) insert into %6$s (%5$s) select %5$s from moved',
            other, key_name, lower_bound, upper_bound, column_names, made);
        execute format('alter table %s force row level security', other);
        execute format('alter table %s force row level security', made);
        execute format('alter table %s attach partition %s for values from (%L) to (%L)', parent, made, lower_bound, upper_bound);
    end;
    return true;
end
$body$;

-- Creates the daily partitions of parent that are missing, from one day to another, both included, and returns how many it created.
create function ensure_daily_partitions(parent regclass, by text, from_day date, to_day date) returns integer
    language plpgsql set search_path = relaykit, pg_temp
as $body$
declare
    day date := from_day;
    created integer := 0;
begin
    if by is null or by not in ('uuid', 'time') then
        raise exception 'ensure_daily_partitions: by must be ''uuid'' or ''time'', not %', coalesce(quote_literal(by), 'null')
            using errcode = 'invalid_parameter_value';
    end if;
    -- Two silos may start at once.
    perform pg_advisory_xact_lock(hashtextextended('relaykit.ensure_partitions', parent::oid::bigint));
    while day <= to_day loop
        created := created + ensure_partition(
            parent, by, (select relname from pg_class where oid = parent) || to_char(day::timestamp, '"_y"YYYY"m"MM"d"DD'), day, day + 1)::integer;
        day := day + 1;
    end loop;
    return created;
end
$body$;

-- As in 0002_partitions.sql, by the function above. A silo of the release before asks for months of every table, also of one that has days.
create or replace function ensure_partitions(parent regclass, by text, from_month date, to_month date) returns integer
    language plpgsql set search_path = relaykit, pg_temp
as $body$
declare
    month date := make_date(extract(year from from_month)::integer, extract(month from from_month)::integer, 1);
    following date;
    parent_name text;
    created integer := 0;
begin
    if by is null or by not in ('uuid', 'time') then
        raise exception 'ensure_partitions: by must be ''uuid'' or ''time'', not %', coalesce(quote_literal(by), 'null')
            using errcode = 'invalid_parameter_value';
    end if;
    select relname into strict parent_name from pg_class where oid = parent;
    if partition_period_of(parent_name) = 'day' then
        return ensure_daily_partitions(parent, by, current_date - 1, current_date + 70);
    end if;

    -- Two silos may start at once.
    perform pg_advisory_xact_lock(hashtextextended('relaykit.ensure_partitions', parent::oid::bigint));
    while month <= to_month loop
        following := (month + interval '1 month')::date;
        created := created + ensure_partition(parent, by, parent_name || to_char(month::timestamp, '"_y"YYYY"m"MM'), month, following)::integer;
        month := following;
    end loop;
    return created;
end
$body$;

revoke execute on function ensure_partition(regclass, text, text, date, date) from public;
revoke execute on function ensure_daily_partitions(regclass, text, date, date) from public;

-- A row for each request that a tenant made. Its id says when it came in. What a path was filled in with, queries, bodies and
-- credentials are not in it.
create table request_logs (
    tenant_id     uuid     not null,
    request_id    uuid     not null,
    key_id        uuid,
    account_id    uuid,
    duration_us   bigint   not null,
    request_bytes bigint,
    status        smallint not null,
    mode          text     not null check (mode in ('l', 't')),
    method        text     not null,
    route         text     not null,
    code          text,
    address       inet,
    user_agent    text,
    primary key (tenant_id, request_id)
) partition by range (request_id);

comment on column request_logs.request_id is 'UUIDv7 of when the request came in, as Request-Id has it';
comment on column request_logs.route is 'the template, such as /v1/rooms/{room}; never what its parameters were';
comment on column request_logs.code is 'of the problem that it was answered with; null for none';

-- One for each filter, in the order in which the list is read. Each costs a request as much as the row itself does: of statuses only those of refusals are looked
-- for by an index, since of the others there are so many that they are found by the way.
create index request_logs_by_status on request_logs (tenant_id, status, request_id) where status >= 400;
create index request_logs_by_route on request_logs (tenant_id, method, route, request_id);
create index request_logs_by_key on request_logs (tenant_id, key_id, request_id);
create index request_logs_by_address on request_logs (tenant_id, address, request_id);

-- What no day has a partition for: a clock that goes wrong by weeks must not lose a row, and not stop a batch.
create table request_logs_other partition of request_logs default;

do $$
declare
    name text;
begin
    foreach name in array array['request_logs', 'request_logs_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;
end;
$$;

create policy tenant on request_logs to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on request_logs to relaykit_jobs using (true) with check (true);

grant select on request_logs to relaykit_app;
grant select, insert, delete on request_logs to relaykit_jobs;
