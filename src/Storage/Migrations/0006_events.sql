-- Each tenant's event log, with one sequence for each tenant. Numbers are given inside the ledger's transaction from the
-- tenant's counter row, whose lock is held until the commit: so the order of numbers is the order of commits, and a reader
-- that goes by number never passes an event by.

create table event_counters (
    tenant_id   uuid    primary key,
    last_seq    bigint  not null
);

create table events (
    tenant_id   uuid    not null,
    event_id    uuid    not null,
    seq         bigint  not null,
    type        text    not null,
    created_at_ms bigint not null,
    data        jsonb   not null,
    primary key (tenant_id, event_id)
) partition by range (event_id);

comment on column events.event_id is 'UUIDv7 made from the fact, so that one fact is never logged twice';

create index events_by_seq on events (tenant_id, seq);

create table events_other partition of events default;

do $$
declare
    name text;
begin
    foreach name in array array['event_counters', 'events', 'events_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;

    foreach name in array array['event_counters', 'events'] loop
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant()))
             with check (tenant_id = (select current_tenant()))', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;
end;
$$;

grant select on event_counters, events to relaykit_app;
grant select, insert, update on event_counters to relaykit_jobs;
grant select, insert on events to relaykit_jobs;
