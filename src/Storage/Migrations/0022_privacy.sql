-- What privacy rights leave behind: deletions of tenants with their certificates, exports while they are kept, erasures of end users.
-- src/Grains/Privacy/DataMap.cs says of every column of every table what it is and what becomes of it.

create table tenant_deletions (
    tenant_id       uuid        not null,
    deletion_id     uuid        not null,
    requested_at    timestamptz not null,
    erase_at        timestamptz not null,
    cancelled_at    timestamptz,
    erasing_since   timestamptz,
    pseudonym       uuid,
    erased          jsonb       not null default '{}',
    erased_at       timestamptz,
    certificate     text,
    notify          text[],
    primary key (tenant_id, deletion_id),
    check (erasing_since is null or cancelled_at is null)
);

comment on column tenant_deletions.pseudonym is 'under which sums of usage are kept; forgotten when all is erased';
comment on column tenant_deletions.erased is 'rows erased so far, by table';
comment on column tenant_deletions.certificate is 'a JWS (RFC 7515) of what was erased';

comment on column tenant_deletions.notify is 'addresses of the owners, who get the certificate when their accounts are gone; forgotten when it is sent';

-- One that stands at a time.
create unique index tenant_deletions_standing on tenant_deletions (tenant_id) where cancelled_at is null;
create index tenant_deletions_due on tenant_deletions (erase_at) where cancelled_at is null and erased_at is null;

-- No tenant_id: after an erasure nothing leads from a pseudonym to whose it was.
create table retained_usage (
    pseudonym       uuid        not null,
    mode            text        not null,
    month           date        not null,
    class           smallint    not null,
    participant_ms  bigint      not null,
    reconciled_ms   bigint      not null,
    presumed_ms     bigint      not null,
    primary key (pseudonym, mode, month, class)
);

create table privacy_exports (
    tenant_id       uuid        not null,
    export_id       uuid        not null,
    state           text        not null check (state in ('waiting', 'running', 'ready', 'failed', 'expired')),
    created_at      timestamptz not null,
    claim_id        uuid,
    lease_until     timestamptz,
    attempts        integer     not null default 0,
    rows_done       bigint      not null default 0,
    rows_about      bigint      not null default 0,
    bytes           bigint,
    sha256          bytea,
    finished_at     timestamptz,
    expires_at      timestamptz,
    primary key (tenant_id, export_id)
);

create unique index privacy_exports_one_at_once on privacy_exports (tenant_id) where state in ('waiting', 'running');
create index privacy_exports_to_make on privacy_exports (created_at) where state in ('waiting', 'running');
create index privacy_exports_to_remove on privacy_exports (expires_at) where state = 'ready';

create table privacy_export_chunks (
    tenant_id   uuid        not null,
    export_id   uuid        not null,
    number      integer     not null,
    data        bytea       not null,
    primary key (tenant_id, export_id, number)
);

-- An archive is compressed already.
alter table privacy_export_chunks alter column data set storage external;

create table end_user_erasures (
    tenant_id       uuid        not null,
    erasure_id      uuid        not null,
    erased_at       timestamptz not null,
    counts          jsonb       not null,
    certificate     text        not null,
    primary key (tenant_id, erasure_id)
);

comment on table end_user_erasures is 'whose erasure it was stands nowhere: else the identity would have been kept after all';

create table tenant_restrictions (
    tenant_id       uuid        primary key,
    scope           text        not null check (scope in ('analysis', 'all')),
    since           timestamptz not null
);

create table certificate_keys (
    key_id          text        primary key,
    public_key      bytea       not null,
    private_key     bytea,
    created_at      timestamptz not null
);

comment on column certificate_keys.private_key is 'sealed; null for one that is configured';

-- What the operator tells every account. Of no tenant. How far it is, is the last account of those that it was sent to, in the order of their ids.
create table notices (
    notice_id       uuid        primary key,
    kind            text        not null check (kind in ('policy_change')),
    subject         text        not null,
    body            text        not null,
    effective_at    timestamptz not null,
    created_at      timestamptz not null,
    sent_up_to      uuid,
    sent            bigint      not null default 0,
    claim_id        uuid,
    lease_until     timestamptz,
    finished_at     timestamptz
);

create index notices_to_send on notices (created_at) where finished_at is null;

do $$
declare
    name text;
begin
    foreach name in array array['notices', 'tenant_deletions', 'retained_usage', 'privacy_exports', 'privacy_export_chunks', 'end_user_erasures', 'certificate_keys', 'tenant_restrictions'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;

    foreach name in array array['tenant_deletions', 'privacy_exports', 'privacy_export_chunks', 'end_user_erasures', 'tenant_restrictions'] loop
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant()))
             with check (tenant_id = (select current_tenant()))', name);
    end loop;
end;
$$;

grant select, insert on tenant_deletions to relaykit_app;
grant update (cancelled_at) on tenant_deletions to relaykit_app;
grant select, insert on privacy_exports to relaykit_app;
grant select on privacy_export_chunks, end_user_erasures to relaykit_app;
grant select, insert, update, delete on tenant_deletions, retained_usage, privacy_exports, privacy_export_chunks, end_user_erasures to relaykit_jobs;
grant select, insert on certificate_keys to relaykit_jobs;
grant select, insert, update on notices to relaykit_jobs;
grant select, insert, update, delete on tenant_restrictions to relaykit_app;
grant select, delete on tenant_restrictions to relaykit_jobs;

-- What erases a tenant, and an end user.
grant delete on tenants, api_keys, rooms, sessions, participant_sessions, usage_hourly, usage_hourly_by_room, usage_hourly_by_label,
    event_counters, events, bandwidth_hourly to relaykit_jobs;
grant update (data) on events to relaykit_jobs;
grant select, delete on orleansstorage, orleansreminderstable to relaykit_jobs;

-- An entry of the audit log goes with its tenant, once that is being erased, and in no other way.
create function refuse_audit_removal() returns trigger
    language plpgsql as
$$
begin
    if not exists (select from tenant_deletions d where d.tenant_id = old.tenant_id and d.erasing_since is not null) then
        raise exception 'an entry of the audit log is only removed when its tenant is erased' using errcode = 'insufficient_privilege';
    end if;
    return old;
end;
$$;

create trigger refuse_audit_removal before delete on audit_log for each row execute function refuse_audit_removal();

grant delete on audit_log to relaykit_jobs;
