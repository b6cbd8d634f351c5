-- Accounts of people, their sessions, the tokens that are mailed to them, and invitations. src/Grains/Accounts says what the columns mean.

create table accounts (
    tenant_id          uuid        not null references tenants,
    account_id         uuid        not null,
    email              text        not null,
    email_key          text        not null,
    email_verified_at  timestamptz,
    name               text        not null,
    role               text        not null check (role in ('owner', 'developer', 'billing', 'read_only')),
    provider           text        not null,
    subject            text        not null,
    password_hash      text,
    created_at         timestamptz not null,
    primary key (tenant_id, account_id)
);

comment on column accounts.email_key is 'email in lower case: two addresses that differ in case alone are one';
comment on column accounts.password_hash is 'bcrypt''s, the salt in it; null where the provider keeps it. The password itself is nowhere';

-- Who signs in is looked for before it is known whose account it is; one address is one account, in whatever tenant.
create unique index accounts_by_email on accounts (email_key);
create unique index accounts_by_subject on accounts (provider, subject);

create table account_sessions (
    tenant_id     uuid        not null,
    session_id    uuid        not null,
    account_id    uuid        not null,
    hash          bytea       not null check (octet_length(hash) = 32),
    created_at    timestamptz not null,
    last_seen_at  timestamptz not null,
    address       text,
    user_agent    text,
    primary key (tenant_id, session_id),
    foreign key (tenant_id, account_id) references accounts on delete cascade
);

create unique index account_sessions_by_hash on account_sessions (hash);
create index account_sessions_by_account on account_sessions (tenant_id, account_id);
create index account_sessions_by_use on account_sessions (last_seen_at);

create table account_tokens (
    tenant_id   uuid        not null,
    token_id    uuid        not null,
    account_id  uuid        not null,
    purpose     text        not null check (purpose in ('verify_email', 'reset_password', 'change_email')),
    hash        bytea       not null check (octet_length(hash) = 32),
    new_email   text        check ((new_email is not null) = (purpose = 'change_email')),
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    primary key (tenant_id, token_id),
    foreign key (tenant_id, account_id) references accounts on delete cascade
);

create unique index account_tokens_by_hash on account_tokens (hash);
create unique index account_tokens_by_account on account_tokens (tenant_id, account_id, purpose);
create index account_tokens_by_end on account_tokens (expires_at);

create table invitations (
    tenant_id      uuid        not null references tenants,
    invitation_id  uuid        not null,
    email          text        not null,
    email_key      text        not null,
    role           text        not null check (role in ('owner', 'developer', 'billing', 'read_only')),
    invited_by     uuid        not null,
    hash           bytea       not null check (octet_length(hash) = 32),
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    primary key (tenant_id, invitation_id)
);

create unique index invitations_by_hash on invitations (hash);
create unique index invitations_by_email on invitations (tenant_id, email_key);
create index invitations_by_end on invitations (expires_at);

do $$
declare
    name text;
begin
    foreach name in array array['accounts', 'account_sessions', 'account_tokens', 'invitations'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()))', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
        execute format('grant select, insert, update, delete on %I to relaykit_app', name);
        execute format('grant select, delete on %I to relaykit_jobs', name);
    end loop;

    foreach name in array array['account_sessions', 'account_tokens', 'invitations'] loop
        execute format('comment on column %I.hash is ''SHA-256 of the token; the token itself is nowhere''', name);
    end loop;
end;
$$;
