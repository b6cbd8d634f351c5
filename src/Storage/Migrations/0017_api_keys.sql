-- What API keys may do and from where, the secrets that rotation has replaced, and who used a key last. src/Grains/Tenants/ApiKey.cs says what the
-- columns mean.

-- Whoever has read a key is waited for. A silo of the release before goes by hash, expires_at and revoked_at alone, and goes on.
set local lock_timeout = '10s';

alter table api_keys
    add column kind                 text        not null default 's' check (kind in ('s', 'p')),
    add column account_id           uuid,
    add column scopes               text[],
    add column allowed_ips          text[]      not null default '{}',
    add column points_per_second    integer     check (points_per_second > 0),
    add column points_burst         integer     check (points_burst > 0),
    add column last_four            text,
    add column disabled_at          timestamptz,
    add column revoke_reason        text,
    add column last_used_at         timestamptz,
    add column last_used_ip         text,
    add column last_used_agent      text,
    add constraint api_keys_personal check ((kind = 'p') = (account_id is not null)),
    add constraint api_keys_rate check ((points_per_second is null) = (points_burst is null)),
    set (fillfactor = 70);

comment on column api_keys.hash is 'SHA-256 of the key; the key itself is nowhere. Of a key that was rotated, of its newest secret';
comment on column api_keys.scopes is 'null for all, those of later versions too';
comment on column api_keys.account_id is 'of a personal key, the account that it ends with';
comment on column api_keys.last_used_at is 'to the minute, and so are the two beside it; no index, so that writing them stays in the page';

create index api_keys_of_accounts on api_keys (tenant_id, account_id) where account_id is not null;

create table api_key_replaced_secrets (
    tenant_id   uuid        not null,
    key_id      uuid        not null,
    hash        bytea       not null check (octet_length(hash) = 32),
    prefix      text        not null,
    last_four   text,
    ends_at     timestamptz not null,
    primary key (tenant_id, key_id, hash),
    foreign key (tenant_id, key_id) references api_keys
);

-- They are looked up before it is known whose they are.
create unique index api_key_replaced_secrets_by_hash on api_key_replaced_secrets (hash);

comment on table api_key_replaced_secrets is 'secrets that work until ends_at beside the newest one of their key';

alter table api_key_replaced_secrets enable row level security;
alter table api_key_replaced_secrets force row level security;

create policy tenant on api_key_replaced_secrets to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on api_key_replaced_secrets to relaykit_jobs using (true) with check (true);

-- A revoked key is never anything else again: no row of one can be changed by whoever serves tenants.
create policy not_revoked on api_keys as restrictive for update to relaykit_app using (revoked_at is null) with check (true);

grant select, insert, update, delete on api_key_replaced_secrets to relaykit_app;
grant select, delete on api_key_replaced_secrets to relaykit_jobs;
grant update (name, scopes, allowed_ips, points_per_second, points_burst, disabled_at, hash, prefix, last_four, revoked_at, revoke_reason)
    on api_keys to relaykit_app;
grant update (last_used_at, last_used_ip, last_used_agent) on api_keys to relaykit_jobs;
