-- What is to leave the system: mails, tenants' webhooks, usage for the bill. A row is written in the transaction of its cause, and is gone when it
-- has arrived: src/Grains/Outbox/OutboxMessage.cs says what the columns mean.

create table outbox (
    message_id      uuid        primary key,
    place           bigint      not null generated always as identity,
    kind            text        not null,
    destination     text        not null,
    tenant_id       uuid        not null,
    subject         uuid,
    body            bytea,
    created_at      timestamptz not null,
    due_at          timestamptz not null,
    attempts        integer     not null default 0,
    lease_id        uuid,
    parked_at       timestamptz,
    error           text
)
-- Rows come, change once or twice and go: whatever is dead must go soon, or claims read past it.
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
      autovacuum_analyze_scale_factor = 0.5, autovacuum_analyze_threshold = 10000);

comment on column outbox.place is 'Orders the messages of a destination that were written one after the other.';
comment on column outbox.due_at is 'When it is to be tried; -infinity is at once. While a dispatcher holds it: until when.';
comment on column outbox.attempts is 'How often it was taken to be sent.';
comment on column outbox.lease_id is 'By which its dispatcher holds it; null while nobody does.';

create index outbox_due on outbox (kind, destination, due_at, place) where parked_at is null;
create index outbox_parked on outbox (place) where parked_at is not null;
create index outbox_of_tenants on outbox (tenant_id);

alter table outbox enable row level security;
alter table outbox force row level security;

create policy tenant on outbox to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on outbox to relaykit_jobs using (true) with check (true);

grant select, insert on outbox to relaykit_app;
grant select, insert, update, delete on outbox to relaykit_jobs;
