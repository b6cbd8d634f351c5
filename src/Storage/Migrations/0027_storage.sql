-- Where tenants' files go: buckets of their own. A row stays when another takes its place, for the files that lie there: src/Grains/ObjectStorage/StorageSettings.cs
-- says what the columns mean.

create table tenant_storages (
    tenant_id         uuid        not null,
    storage_id        uuid        not null,
    endpoint          text        not null,
    region            text        not null,
    bucket            text        not null,
    force_path_style  boolean     not null,
    prefix            text        not null,
    key_template      text        not null,
    access_key_id     text,
    secret            bytea,
    role_arn          text,
    is_current        boolean     not null,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    tested_at         timestamptz not null,
    primary key (tenant_id, storage_id),
    check ((role_arn is null) = (access_key_id is not null)),
    check ((role_arn is null) = (secret is not null))
);

comment on column tenant_storages.endpoint is 'empty for AWS''s own';
comment on column tenant_storages.secret is 'of the access key, sealed: src/Storage/Secrets; null where a role is taken on';
comment on column tenant_storages.is_current is 'whether new files go there';

-- A place is one row, however often its credentials change; and new files go to one place.
create unique index tenant_storages_by_place on tenant_storages (tenant_id, endpoint, region, bucket, force_path_style, prefix);
create unique index tenant_storages_current on tenant_storages (tenant_id) where is_current;

alter table tenant_storages enable row level security;
alter table tenant_storages force row level security;

create policy tenant on tenant_storages to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on tenant_storages to relaykit_jobs using (true) with check (true);

grant select, insert on tenant_storages to relaykit_app;
grant update (key_template, access_key_id, secret, role_arn, is_current, updated_at, tested_at) on tenant_storages to relaykit_app;
grant select, delete on tenant_storages to relaykit_jobs;
grant update (secret) on tenant_storages to relaykit_jobs;
