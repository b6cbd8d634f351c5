-- What is kept how long is said in src/Grains/Retention/RetentionRules.cs; here are the rights to remove it, and what was removed when.

-- A run for each day (UTC), whoever makes it: the key sees to it that there is one.
create table retention_runs (
    day           date        primary key,
    claim_id      uuid        not null,
    attempts      integer     not null,
    started_at    timestamptz not null,
    lease_until   timestamptz not null,
    finished_at   timestamptz,
    usage_before  timestamptz not null,
    logs_before   timestamptz not null,
    failed_steps  text[]      not null default '{}'
);

comment on table retention_runs is 'src/Grains/Retention/RetentionRun.cs says what it means; of no tenant';
comment on column retention_runs.claim_id is 'of the attempt that is at it, or was last';
comment on column retention_runs.usage_before is 'usage from before this instant may be gone: written before anything is removed';

create table retention_removals (
    day           date    not null,
    step          text    not null,
    table_name    text    not null,
    row_count     bigint  not null,
    partitions    integer not null,
    primary key (day, step, table_name)
);

comment on table retention_removals is 'what all attempts of a day have removed together; of no tenant';

do $$
declare
    name text;
begin
    foreach name in array array['retention_runs', 'retention_removals'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;
end;
$$;

grant select, insert, update, delete on retention_runs, retention_removals to relaykit_jobs;

-- Whole partitions are dropped by their owner. Of a partition that has some rows past their day and some not, the former are deleted.
grant delete on sessions, participant_sessions, usage_hourly, usage_hourly_by_room, usage_hourly_by_label, bandwidth_hourly, events to relaykit_jobs;

-- Of a log's numbers up to this one some or all may be gone; none beyond it is. Whoever looks whether the log is whole begins after it.
alter table event_counters add column removed_through bigint not null default 0;
