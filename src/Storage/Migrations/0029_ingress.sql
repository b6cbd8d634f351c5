-- Places where streams from outside come in: src/Grains/Ingress/IngressRecord.cs says what the columns mean. No stream key is kept, and of an address that
-- is pulled only what may be shown.

create table ingresses (
    tenant_id           uuid        not null,
    ingress_id          uuid        not null,
    mode                text        not null check (mode in ('l', 't')),
    room                text        not null,
    kind                text        not null check (kind in ('rtmp', 'whip', 'url')),
    identity            text        not null,
    name                text,
    source_url          text,
    enable_transcoding  boolean     not null,
    livekit_cluster     text        not null,
    phase               smallint    not null check (phase between 0 and 3),
    livekit_id          text,
    url                 text,
    status              text        not null check (status in ('inactive', 'buffering', 'publishing', 'error', 'complete')),
    started_at_ms       bigint,
    ended_at_ms         bigint,
    error               text,
    created_at          timestamptz not null,
    asked_at            timestamptz not null,
    deleted_at          timestamptz,
    version             bigint      not null,
    primary key (tenant_id, ingress_id)
);

create index ingresses_of_rooms on ingresses (tenant_id, mode, room) where deleted_at is null;

-- What is compared with LiveKit once a minute.
create index ingresses_of_clusters on ingresses (livekit_cluster);

comment on column ingresses.phase is '0 to be made, 1 made, 2 deleted and perhaps still in LiveKit, 3 gone: kept for a day';
comment on column ingresses.asked_at is 'when LiveKit was last asked to make it';

alter table ingresses enable row level security;
alter table ingresses force row level security;

create policy tenant on ingresses to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on ingresses to relaykit_jobs using (true) with check (true);

grant select, insert, update, delete on ingresses to relaykit_app;
grant select, delete on ingresses to relaykit_jobs;
