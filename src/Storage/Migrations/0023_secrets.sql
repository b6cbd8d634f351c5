-- The ring of keys that tenants' secrets are sealed with, each wrapped by a key that is not in this database: src/Storage/Secrets.

create table data_protection_keys (
    name        text        primary key,
    xml         text        not null,
    created_at  timestamptz not null default now()
);

comment on column data_protection_keys.xml is 'as ASP.NET Core Data Protection writes it, the key itself wrapped by RelayKit__Secrets__WrappingKeys';

-- No tenant's, and nothing that serves a tenant's request has to see it.
alter table data_protection_keys enable row level security;
alter table data_protection_keys force row level security;
create policy jobs on data_protection_keys to relaykit_jobs using (true) with check (true);
grant select, insert, update on data_protection_keys to relaykit_jobs;
