-- Recordings and streams: what was asked for, the greatest fact that is known of the egress, and what became of the file. src/Grains/Recordings says
-- what the columns mean. No media, no credentials and no stream keys: a page's address and streams' addresses stand here without what may be secret.

create table recordings (
    tenant_id           uuid        not null,
    recording_id        uuid        not null,
    mode                text        not null check (mode in ('l', 't')),
    purpose             text        not null check (purpose in ('recording', 'stream')),
    kind                text        not null check (kind in ('room_composite', 'participant', 'track_composite', 'web_page')),
    cluster             text        not null,
    room                text,
    generation          integer,
    session_id          uuid,
    layout              text        not null default '',
    audio_only          boolean     not null default false,
    video_only          boolean     not null default false,
    identity            text,
    screen_share        boolean     not null default false,
    audio_track         text,
    video_track         text,
    page_url            text,
    format              text        check (format in ('mp4', 'ogg', 'mp3', 'hls')),
    storage_id          uuid,
    bucket              text,
    key_prefix          text,
    object_key          text,
    asked_urls          text[]      not null default '{}',
    automatic           boolean     not null default false,
    requested_at        timestamptz not null,
    max_seconds         integer     not null,
    status              text        not null default 'starting'
        check (status in ('starting', 'active', 'ending', 'complete', 'failed', 'aborted', 'limit_reached')),
    egress_id           text,
    presumed            boolean     not null default false,
    updated_at_ms       bigint,
    started_at_ms       bigint,
    ended_at_ms         bigint,
    duration_ms         bigint,
    size_bytes          bigint,
    error               text,
    error_code          integer     not null default 0,
    details             text,
    in_backup           boolean     not null default false,
    outputs             jsonb       not null default '[]',
    stop_requested_at   timestamptz,
    stops_unanswered    integer     not null default 0,
    missed_since        timestamptz,
    file                text        not null default 'none'
        check (file in ('none', 'pending', 'present', 'missing', 'mismatched', 'rescued', 'deleted')),
    file_error          text,
    sha256              text,
    file_checked_at     timestamptz,
    deleted_at          timestamptz,
    file_work_at        timestamptz,
    file_attempts       integer     not null default 0,
    revision            bigint      not null default 0,
    primary key (tenant_id, recording_id)
);

comment on column recordings.updated_at_ms is 'null until LiveKit has said anything of it';
comment on column recordings.presumed is 'its end was concluded, since LiveKit says nothing of it';
comment on column recordings.file_work_at is 'when the file is next to be looked for or moved; put ahead by whoever does it now';

create unique index recordings_by_egress on recordings (egress_id) where egress_id is not null;
create unique index recordings_by_id on recordings (recording_id);
create index recordings_open on recordings (cluster) where status in ('starting', 'active', 'ending');
create index recordings_open_of_tenant on recordings (tenant_id, mode, purpose) where status in ('starting', 'active', 'ending');
create index recordings_ended on recordings (tenant_id, mode, ended_at_ms) where ended_at_ms is not null;
create index recordings_by_session on recordings (tenant_id, session_id) where session_id is not null;
create index recordings_file_work on recordings (file_work_at) where file in ('pending', 'rescued');

alter table recordings enable row level security;
alter table recordings force row level security;
create policy tenant on recordings to relaykit_app using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on recordings to relaykit_jobs using (true) with check (true);
grant select on recordings to relaykit_app;
grant select, insert, update, delete on recordings to relaykit_jobs;
