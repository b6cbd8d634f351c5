-- Tenants and what is kept of their API keys.

-- The tenant that the current transaction speaks for, or null for none. Null is also what an empty setting gives: after the
-- first transaction-local set_config on a connection the setting reads '' and no longer null.
create function current_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;

create table tenants (
    tenant_id   uuid        primary key,
    name        text        not null,
    created_at  timestamptz not null
);

create table api_keys (
    tenant_id   uuid        not null references tenants,
    key_id      uuid        not null,
    mode        text        not null check (mode in ('l', 't')),
    name        text        not null,
    prefix      text        not null,
    hash        bytea       not null check (octet_length(hash) = 32),
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    primary key (tenant_id, key_id)
);

-- Keys are looked up before it is known whose they are.
create unique index api_keys_by_hash on api_keys (hash);

comment on column api_keys.hash is 'SHA-256 of the key; the key itself is nowhere';

alter table tenants enable row level security;
alter table tenants force row level security;
alter table api_keys enable row level security;
alter table api_keys force row level security;

create policy tenant on tenants to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on tenants to relaykit_jobs using (true) with check (true);
create policy tenant on api_keys to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on api_keys to relaykit_jobs using (true) with check (true);

grant select, insert on tenants to relaykit_app;
grant select, insert on api_keys to relaykit_app;
grant select on tenants, api_keys to relaykit_jobs;
