-- Rooms, their sessions, and the participant sessions that every bill is added up from.
-- Instants of LiveKit's are bigint Unix milliseconds: exact, and free of time zones.

create table rooms (
    tenant_id                   uuid        not null,
    mode                        text        not null check (mode in ('l', 't')),
    name                        text        not null,
    generation                  integer     not null check (generation >= 1),
    livekit_cluster             text        not null,
    max_participants            integer     check (max_participants >= 1),
    empty_timeout_seconds       integer     check (empty_timeout_seconds >= 1),
    departure_timeout_seconds   integer     check (departure_timeout_seconds >= 1),
    metadata                    text,
    created_at                  timestamptz not null,
    deleted_at                  timestamptz,
    version                     bigint      not null,
    primary key (tenant_id, mode, name)
);

comment on column rooms.deleted_at is 'a deleted room keeps its row, since its generation must never be used again';

create index rooms_by_creation on rooms (tenant_id, mode, created_at desc, name desc) where deleted_at is null;

-- A session's id is a UUIDv7 of the moment at which LiveKit created the room, so its month is in its key.
create table sessions (
    tenant_id       uuid        not null,
    session_id      uuid        not null,
    mode            text        not null check (mode in ('l', 't')),
    room            text        not null,
    livekit_sid     text        not null,
    generation      integer     not null,
    started_at_ms   bigint      not null,
    ended_at_ms     bigint,
    end_recorded_at timestamptz,
    primary key (tenant_id, session_id)
) partition by range (session_id);

comment on column sessions.end_recorded_at is 'when the ledger learned of the end, by its own clock';

create index sessions_by_room on sessions (tenant_id, mode, room, session_id);
create index sessions_by_sid on sessions (tenant_id, livekit_sid);
create index sessions_open on sessions (tenant_id, mode, room) where ended_at_ms is null;
create index sessions_just_ended on sessions (tenant_id, mode, end_recorded_at) where end_recorded_at is not null;

-- A participant session lies with its session, in the same month's partition.
create table participant_sessions (
    tenant_id               uuid        not null,
    session_id              uuid        not null,
    livekit_sid             text        not null,
    participant_session_id  uuid        not null,
    mode                    text        not null check (mode in ('l', 't')),
    room                    text        not null,
    identity                text        not null,
    name                    text        not null,
    class                   smallint    not null check (class between 0 and 4),
    joined_at_ms            bigint      not null,
    left_at_ms              bigint,
    -- LiveKit tells ends in whole seconds, rounded down: one that lies before the join is an empty interval.
    ended_at_ms             bigint      generated always as
        (case when left_at_ms is null then null else greatest(left_at_ms, joined_at_ms) end) stored,
    disconnect_reason       text,
    join_event_id           text,
    leave_event_id          text,
    reconciled              boolean     not null default false,
    primary key (tenant_id, session_id, livekit_sid)
) partition by range (session_id);

comment on column participant_sessions.class is '0 standard, 1 sip, 2 ingress, 3 egress, 4 agent';

create table sessions_other partition of sessions default;
create table participant_sessions_other partition of participant_sessions default;

do $$
declare
    name text;
begin
    foreach name in array array['rooms', 'sessions', 'sessions_other', 'participant_sessions', 'participant_sessions_other'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;

    foreach name in array array['rooms', 'sessions', 'participant_sessions'] loop
        execute format(
            'create policy tenant on %I to relaykit_app using (tenant_id = (select current_tenant()))
             with check (tenant_id = (select current_tenant()))', name);
        execute format('create policy jobs on %I to relaykit_jobs using (true) with check (true)', name);
    end loop;
end;
$$;

grant select, insert, update on rooms to relaykit_app;
grant select on sessions, participant_sessions to relaykit_app;
grant select on rooms to relaykit_jobs;
grant select, insert, update on sessions, participant_sessions to relaykit_jobs;
