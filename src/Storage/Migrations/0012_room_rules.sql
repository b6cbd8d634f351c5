-- Rooms with labels, rules and a policy for their end, and who is kept out of them.

alter table rooms
    add column labels text[],
    add column rules jsonb,
    add column generation_since timestamptz,
    add column closing boolean not null default false;

comment on column rooms.labels is 'name=value, in the order of the names; null for none';
comment on column rooms.rules is 'as RelayKit.Rooms.RoomRules; null for none';
comment on column rooms.generation_since is 'when the generation moved on last: whoever joins an older one later is not let in';
comment on column rooms.closing is 'to be deleted when the session that goes on has ended';

-- Lists of rooms by the beginning of their names, and by a label. Text is compared byte by byte, as "like" needs it.
create index rooms_by_name on rooms (tenant_id, mode, name text_pattern_ops) where deleted_at is null;
create index rooms_by_label on rooms using gin (labels) where deleted_at is null and labels is not null;

-- Rooms whose sessions have to be watched, for whoever wakes them after a silo has died.
create index rooms_watched on rooms (tenant_id, mode, name) where rules is not null or closing;

create table room_bans (
    tenant_id   uuid        not null,
    mode        text        not null check (mode in ('l', 't')),
    room        text        not null,
    identity    text        not null,
    since       timestamptz not null,
    until       timestamptz not null,
    reason      text,
    message     text,
    primary key (tenant_id, mode, room, identity)
);

alter table room_bans enable row level security;
alter table room_bans force row level security;

create policy tenant on room_bans to relaykit_app
    using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy jobs on room_bans to relaykit_jobs using (true) with check (true);

grant select, insert, update, delete on room_bans to relaykit_app;
grant select, delete on room_bans to relaykit_jobs;
