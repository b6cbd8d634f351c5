-- What the rules about abuse have done: src/Grains/Abuse/AbuseIncident.cs says what the columns mean. The operator's, so that only the role that works across
-- tenants has it; a tenant reads of it in its own log.

create table abuse_incidents (
    incident_id   uuid        primary key,
    rule          text        not null check (rule in ('mints', 'rooms', 'bad_keys', 'sign_ups')),
    subject       uuid,
    address       text,
    stage         text        not null check (stage in ('slowed', 'suspended', 'blocked')),
    counted       integer     not null,
    threshold     integer     not null,
    stage_at      timestamptz not null,
    until         timestamptz,
    undone_at     timestamptz,
    exempt_until  timestamptz,
    check ((subject is null) <> (address is null))
);

create index abuse_incidents_by_subject on abuse_incidents (subject, incident_id) where subject is not null;
create index abuse_incidents_of_addresses on abuse_incidents (incident_id) where address is not null;

comment on column abuse_incidents.subject is 'the tenant that it is about';
comment on column abuse_incidents.address is 'personal data: kept as long as a request log';

alter table abuse_incidents enable row level security;
alter table abuse_incidents force row level security;
create policy jobs on abuse_incidents to relaykit_jobs using (true) with check (true);
grant select, insert, update, delete on abuse_incidents to relaykit_jobs;
