-- Tenants' webhooks: where events are sent, and each try to send one. src/Grains/Webhooks/WebhookEndpoint.cs and WebhookAttempt.cs say what the columns mean.

create table webhook_endpoints (
    tenant_id           uuid        not null,
    endpoint_id         uuid        not null,
    mode                text        not null check (mode in ('l', 't')),
    url                 text        not null,
    description         text,
    types               text[]      not null,
    enabled             boolean     not null,
    disabled_reason     text        check (disabled_reason in ('gone', 'failing')),
    disabled_at         timestamptz,
    secret              bytea       not null,
    previous_secret     bytea,
    previous_until      timestamptz,
    failing_since       timestamptz,
    last_succeeded_at   timestamptz,
    told                smallint    not null default 0 check (told between 0 and 2),
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             bigint      not null,
    primary key (tenant_id, endpoint_id),
    check (not enabled or disabled_reason is null),
    check ((disabled_reason is null) = (disabled_at is null)),
    check ((previous_secret is null) = (previous_until is null))
);

comment on column webhook_endpoints.types is 'which events it gets, such as recording.completed or recording.*; empty for all';
comment on column webhook_endpoints.disabled_reason is 'why RelayKit has switched it off; null where it is on, or the tenant has';
comment on column webhook_endpoints.secret is 'that webhooks are signed with, sealed: src/Storage/Secrets';
comment on column webhook_endpoints.previous_secret is 'that they are signed with as well until previous_until';
comment on column webhook_endpoints.failing_since is 'of the first try that failed since the last that did not';
comment on column webhook_endpoints.told is 'what the tenant was told of its failing: 0 nothing, 1 that it fails, 2 that it was switched off';

-- What each of the ledger's batches looks into.
create index webhook_endpoints_on on webhook_endpoints (tenant_id) where enabled;

-- What is looked through once a minute.
create index webhook_endpoints_to_tell on webhook_endpoints (failing_since) where failing_since is not null;

-- One row for each try, of the day on which it was made. The request's body is not kept: it is the event, which is read again from its own row.
create table webhook_attempts (
    tenant_id           uuid        not null,
    attempt_id          uuid        not null,
    endpoint_id         uuid        not null,
    delivery_id         uuid        not null,
    event_id            uuid        not null,
    event_type          text        not null,
    sequence            bigint,
    number              integer     not null,
    state               text        not null check (state in ('delivered', 'retrying', 'exhausted', 'gone')),
    is_last             boolean     not null,
    queued_at           timestamptz not null,
    duration_us         bigint      not null,
    status              smallint,
    error               text,
    response_headers    json,
    response_body       text,
    next_at             timestamptz,
    primary key (tenant_id, attempt_id)
) partition by range (attempt_id);

comment on column webhook_attempts.attempt_id is 'UUIDv7 of when the try began';
comment on column webhook_attempts.delivery_id is 'the outbox message: of one endpoint and one event';
comment on column webhook_attempts.is_last is 'whether no later try of the same delivery is known';
comment on column webhook_attempts.queued_at is 'when the delivery was written, in the transaction of its event; of a replay, when that was asked for';

create index webhook_attempts_of_endpoints on webhook_attempts (tenant_id, endpoint_id, attempt_id) where is_last;
create index webhook_attempts_of_deliveries on webhook_attempts (tenant_id, delivery_id);

create table webhook_attempts_other partition of webhook_attempts default;

-- As in 0019_request_logs.sql.
create or replace function partition_period_of(parent_name text) returns text
    language sql immutable
    return case parent_name
        when 'request_logs' then 'day'
        when 'webhook_attempts' then 'day'
        else 'month'
    end;

do $$
declare
    name text;
begin
    foreach name in array array['webhook_endpoints', 'webhook_attempts', 'webhook_attempts_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;

    foreach name in array array['webhook_endpoints', 'webhook_attempts'] loop
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant()))
             with check (tenant_id = (select current_tenant()))', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;
end;
$$;

grant select, insert, update, delete on webhook_endpoints to relaykit_app;
grant select, update, delete on webhook_endpoints to relaykit_jobs;
grant select on webhook_attempts to relaykit_app;
grant select, insert, update, delete on webhook_attempts to relaykit_jobs;

-- Whether an endpoint gets events of a type. The same as src/Grains/Webhooks/WebhookTypes.cs.
create function webhook_admits(types text[], type text) returns boolean
    language sql immutable parallel safe
    return cardinality(types) = 0 or type = any(types) or '*' = any(types) or split_part(type, '.', 1) || '.*' = any(types);

-- The delivery of an event to an endpoint: a UUIDv7 of the event's time and of both, so that it is never written twice and lies with its like in an index.
create function webhook_delivery_id(endpoint uuid, event uuid) returns uuid
    language sql immutable parallel safe
    return (
        with hash (hex) as (select encode(sha256(uuid_send(endpoint) || uuid_send(event)), 'hex'))
        select (left(event::text, 14) || '7' || substr(hex, 1, 3) || '-8' || substr(hex, 4, 3) || '-' || substr(hex, 7, 12))::uuid from hash);

-- Queues each event for the endpoints that want it, in the transaction that writes it. Where nobody has an endpoint, one look into an empty index is all that
-- this costs the ledger.
create function queue_webhooks() returns trigger
    language plpgsql as
$$
begin
    if not exists (select from webhook_endpoints where enabled) then
        return null;
    end if;

    -- The subquery is entered by its index for each event: joined, the table would be read whole while nobody has counted its rows.
    insert into outbox (message_id, kind, destination, tenant_id, subject, created_at, due_at)
    select webhook_delivery_id(e.endpoint_id, n.event_id), 'webhook', e.endpoint_id::text, n.tenant_id, n.event_id, clock_timestamp(), '-infinity'
    from new_rows n cross join lateral (
        select w.endpoint_id, w.mode, w.types from webhook_endpoints w where w.tenant_id = n.tenant_id and w.enabled offset 0) e
    where webhook_admits(e.types, n.type) and coalesce(left(n.data->>'mode', 1), e.mode) = e.mode
    order by n.tenant_id, n.seq
    on conflict (message_id) do nothing;
    return null;
end;
$$;

create trigger queue_webhooks after insert on events
    referencing new table as new_rows for each statement execute function queue_webhooks();
