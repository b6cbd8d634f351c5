-- Bandwidth: LiveKit's counters of each cluster as they were read last, and each tenant's share of what they grew by.

create table bandwidth_marks (
    livekit_cluster text    primary key,
    at_ms           bigint  not null,
    nodes           jsonb   not null
);

comment on table bandwidth_marks is 'src/Grains/Bandwidth/TrafficMark.cs says what it means; of no tenant';

create table bandwidth_hourly (
    tenant_id         uuid        not null,
    mode              text        not null check (mode in ('l', 't')),
    hour              timestamptz not null,
    incoming_bytes    bigint      not null,
    outgoing_bytes    bigint      not null,
    measured_until_ms bigint      not null,
    primary key (tenant_id, mode, hour)
) partition by range (hour);

create table bandwidth_hourly_other partition of bandwidth_hourly default;

-- Whoever measures looks for the sessions that ended since it measured last, of all tenants.
create index sessions_by_end_record on sessions (end_recorded_at) where end_recorded_at is not null;

do $$
declare
    name text;
begin
    foreach name in array array['bandwidth_marks', 'bandwidth_hourly', 'bandwidth_hourly_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;

    foreach name in array array['bandwidth_marks', 'bandwidth_hourly'] loop
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;
end;
$$;

create policy tenant on bandwidth_hourly to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));

grant select on bandwidth_hourly to relaykit_app;
grant select, insert, update on bandwidth_hourly, bandwidth_marks to relaykit_jobs;
