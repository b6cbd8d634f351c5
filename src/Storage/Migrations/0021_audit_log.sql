-- What the operator and the tenants' own people and keys have changed: src/Grains/AuditLog/AuditEntry.cs says what the columns mean.

create table audit_log (
    audit_id    uuid        not null,
    tenant_id   uuid,
    at          timestamptz not null,
    actor       text        not null,
    action      text        not null,
    targets     text[]      not null,
    ip_address  text,
    request_id  uuid        not null,
    phase       text        not null check (phase in ('asked', 'done', 'refused', 'unknown')),
    status      smallint,
    code        text,
    primary key (audit_id)
) partition by range (audit_id);

comment on column audit_log.tenant_id is 'whose affair it is; null for one of the operator''s that is no tenant''s';

create table audit_log_other partition of audit_log default;

create index audit_log_by_tenant on audit_log (tenant_id, audit_id);
create index audit_log_by_request on audit_log (request_id);

do $$
declare
    name text;
begin
    foreach name in array array['audit_log', 'audit_log_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;
end;
$$;

create policy tenant on audit_log to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on audit_log to relaykit_jobs using (true) with check (true);

-- Only ever added to: nobody has the right to change an entry, nor to remove one.
grant select, insert on audit_log to relaykit_app, relaykit_jobs;
