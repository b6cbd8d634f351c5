-- Idempotency keys while they hold: src/Grains/Idempotency/StoredKey.cs says what the columns mean, docs/decisions/0015 why nothing of
-- them can be read here.

create table idempotency_keys (
    tenant_id     uuid        not null,
    request_hash  bytea       not null check (octet_length(request_hash) = 32),
    content_hash  bytea       not null check (octet_length(content_hash) = 32),
    seed          bytea       not null,
    claim_id      uuid        not null,
    created_at    timestamptz not null,
    lease_until   timestamptz not null,
    answer        bytea,
    primary key (tenant_id, request_hash)
) with (fillfactor = 60);

-- The operator's requests belong to no tenant, so no policy could tell whose they are: only the role that works across tenants has them.
create table operator_idempotency_keys (
    request_hash  bytea       primary key check (octet_length(request_hash) = 32),
    content_hash  bytea       not null check (octet_length(content_hash) = 32),
    seed          bytea       not null,
    claim_id      uuid        not null,
    created_at    timestamptz not null,
    lease_until   timestamptz not null,
    answer        bytea
) with (fillfactor = 60);

-- What is removed is looked for by age. No other index: then an answer goes into the page that its row is in (a heap-only tuple).
create index idempotency_keys_by_age on idempotency_keys (created_at);
create index operator_idempotency_keys_by_age on operator_idempotency_keys (created_at);

do $$
declare
    name text;
begin
    foreach name in array array['idempotency_keys', 'operator_idempotency_keys'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);

        -- What is encrypted does not compress: to try would be in vain.
        execute format('alter table %I alter column answer set storage external', name);
        execute format('comment on column %I.request_hash is ''follows from credential, key, method and path; none can be told from it''', name);
        execute format('comment on column %I.content_hash is ''follows from credential, key, query and body''', name);
        execute format('comment on column %I.seed is ''sealed: what repetitions make the same ids from''', name);
        execute format('comment on column %I.answer is ''sealed; null as long as there is none''', name);
    end loop;
end;
$$;

create policy tenant on idempotency_keys to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));

grant select, insert, update, delete on idempotency_keys to relaykit_app;
grant select, delete on idempotency_keys to relaykit_jobs;
grant select, insert, update, delete on operator_idempotency_keys to relaykit_jobs;
