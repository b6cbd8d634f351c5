-- Rooms whose sessions are recorded without being asked for.

alter table rooms add column recording jsonb;

comment on column rooms.recording is 'as RelayKit.Rooms.RoomRecording; null where nothing is recorded unasked';

-- For whoever looks which of their sessions are not recorded.
create index rooms_recorded on rooms (livekit_cluster) where recording is not null and deleted_at is null;
