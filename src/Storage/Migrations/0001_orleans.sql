-- Tables and query texts of Orleans' ADO.NET providers: clustering, grain storage and reminders.
-- Orleans reads the texts from OrleansQuery once, at silo start: after a change of a text, silos must be restarted.
-- Nothing is schema-qualified inside a text: the pool's search_path decides, so that one text serves every schema.

grant usage on schema relaykit to relaykit_app, relaykit_jobs;

create table orleansquery
(
    querykey text primary key,
    querytext text not null
);

-- Clustering ---------------------------------------------------------------------------------------------------------

create table orleansmembershipversiontable
(
    deploymentid text primary key,
    timestamp timestamptz not null default now(),
    version integer not null default 0
);

create table orleansmembershiptable
(
    deploymentid text not null references orleansmembershipversiontable (deploymentid),
    address text not null,
    port integer not null,
    generation integer not null,
    siloname text not null,
    hostname text not null,
    status integer not null,
    proxyport integer,
    suspecttimes text,
    starttime timestamptz not null,
    iamalivetime timestamptz not null,
    primary key (deploymentid, address, port, generation)
);

insert into orleansquery (querykey, querytext) values
('GatewaysQueryKey', $sql$
select address, proxyport, generation
from orleansmembershiptable
where deploymentid = @DeploymentId and status = @Status and proxyport > 0
$sql$),

('MembershipReadRowKey', $sql$
select v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport,
    m.suspecttimes, m.starttime, m.iamalivetime, v.version
from orleansmembershipversiontable v
left join orleansmembershiptable m
    on m.deploymentid = v.deploymentid and m.address = @Address and m.port = @Port and m.generation = @Generation
where v.deploymentid = @DeploymentId
$sql$),

('MembershipReadAllKey', $sql$
select v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport,
    m.suspecttimes, m.starttime, m.iamalivetime, v.version
from orleansmembershipversiontable v
left join orleansmembershiptable m on m.deploymentid = v.deploymentid
where v.deploymentid = @DeploymentId
$sql$),

('InsertMembershipVersionKey', $sql$
with inserted as
(
    insert into orleansmembershipversiontable (deploymentid) values (@DeploymentId)
    on conflict (deploymentid) do nothing
    returning 1
)
select count(*)::integer from inserted
$sql$),

-- The version row is the lock: it is taken before the silo's row is touched, and a stale version matches nothing.
-- A silo that is already there must not move the version either, hence the "not exists" on the version's update; two
-- inserts of one silo at once both pass it, but only one can match the version.
('InsertMembershipKey', $sql$
with bumped as
(
    update orleansmembershipversiontable v
    set version = v.version + 1, timestamp = now()
    where v.deploymentid = @DeploymentId and v.version = @Version and not exists
    (
        select 1 from orleansmembershiptable m
        where m.deploymentid = @DeploymentId and m.address = @Address and m.port = @Port and m.generation = @Generation
    )
    returning v.deploymentid
), inserted as
(
    insert into orleansmembershiptable
        (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    select b.deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    from bumped b
    returning 1
)
select count(*)::integer from inserted
$sql$),

-- The silo's row is locked first, so that no sweep can take it away between the version's move and its own change.
-- The heartbeat travels on its own (UpdateIAmAlivetimeKey); a status change that read an older one must not set it back.
('UpdateMembershipKey', $sql$
with target as
(
    select m.deploymentid
    from orleansmembershiptable m
    where m.deploymentid = @DeploymentId and m.address = @Address and m.port = @Port and m.generation = @Generation
    for update
), bumped as
(
    update orleansmembershipversiontable v
    set version = v.version + 1, timestamp = now()
    from target t
    where v.deploymentid = t.deploymentid and v.version = @Version
    returning v.deploymentid
), updated as
(
    update orleansmembershiptable m
    set status = @Status, suspecttimes = @SuspectTimes, iamalivetime = greatest(m.iamalivetime, @IAmAliveTime)
    from bumped b
    where m.deploymentid = b.deploymentid and m.address = @Address and m.port = @Port and m.generation = @Generation
    returning 1
)
select count(*)::integer from updated
$sql$),

('UpdateIAmAlivetimeKey', $sql$
update orleansmembershiptable
set iamalivetime = greatest(iamalivetime, @IAmAliveTime)
where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$sql$),

-- Two statements and not one with a CTE: the silos must be gone before the foreign key of their version row is checked.
('DeleteMembershipTableEntriesKey', $sql$
delete from orleansmembershiptable where deploymentid = @DeploymentId;
delete from orleansmembershipversiontable where deploymentid = @DeploymentId;
$sql$),

-- 6 is Orleans' SiloStatus.Dead. A silo that is merely quiet may come back, so only the dead are swept.
('CleanupDefunctSiloEntriesKey', $sql$
delete from orleansmembershiptable
where deploymentid = @DeploymentId and status = 6 and iamalivetime < @IAmAliveTime and starttime < @IAmAliveTime
    and coalesce(suspecttimes, '') = ''
$sql$),

-- One dead silo, and only if nobody wrote its row since the caller read it.
('CleanupDefunctSiloEntryKey', $sql$
delete from orleansmembershiptable
where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation and status = 6
    and iamalivetime = @IAmAliveTime and starttime = @StartTime
    and coalesce(suspecttimes, '') = coalesce(@SuspectTimes, '')
$sql$);

-- Grain storage ------------------------------------------------------------------------------------------------------

create table orleansstorage
(
    grainidhash integer not null,
    grainidn0 bigint not null,
    grainidn1 bigint not null,
    graintypehash integer not null,
    graintypestring text not null,
    grainidextensionstring text,
    serviceid text not null,
    payloadbinary bytea,
    modifiedon timestamptz not null default now(),
    version integer not null
)
-- A state is rewritten whole and no index covers what changes: room in the page keeps the update off the index.
with (fillfactor = 80);

-- The key that lets exactly one of two first writers win. Orleans' hashes are not needed beside it and are kept as facts only.
create unique index orleansstorage_identity
    on orleansstorage (serviceid, graintypestring, grainidn0, grainidn1, (coalesce(grainidextensionstring, '')));

insert into orleansquery (querykey, querytext) values
-- One row always comes back. If nothing was written it carries the version that was sent (null for a first write), which
-- the provider takes as a conflict.
('WriteToStorageKey', $sql$
with updated as
(
    update orleansstorage
    set payloadbinary = @PayloadBinary, modifiedon = now(), version = version + 1
    where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
        and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
    returning version
), inserted as
(
    insert into orleansstorage (grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring,
        serviceid, payloadbinary, version)
    select @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString,
        @ServiceId, @PayloadBinary, 1
    where @GrainStateVersion is null
    on conflict (serviceid, graintypestring, grainidn0, grainidn1, (coalesce(grainidextensionstring, ''))) do nothing
    returning version
)
select coalesce((select version from updated), (select version from inserted), @GrainStateVersion) as newgrainstateversion
$sql$),

('ReadFromStorageKey', $sql$
select payloadbinary, version
from orleansstorage
where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
    and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '')
$sql$),

('ClearStorageKey', $sql$
with cleared as
(
    update orleansstorage
    set payloadbinary = null, modifiedon = now(), version = version + 1
    where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
        and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
    returning version
)
select coalesce((select version from cleared), @GrainStateVersion) as newgrainstateversion
$sql$),

('DeleteStorageKey', $sql$
with deleted as
(
    delete from orleansstorage
    where serviceid = @ServiceId and graintypestring = @GrainTypeString and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
        and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '') and version = @GrainStateVersion
    returning version + 1 as version
)
select coalesce((select version from deleted), @GrainStateVersion) as newgrainstateversion
$sql$);

-- Reminders ----------------------------------------------------------------------------------------------------------

create table orleansreminderstable
(
    serviceid text not null,
    grainid text not null,
    remindername text not null,
    starttime timestamptz not null,
    period bigint not null,
    grainhash integer not null,
    version integer not null,
    primary key (serviceid, grainid, remindername)
);

-- Every silo polls its share of the hash ring.
create index orleansreminderstable_ring on orleansreminderstable (serviceid, grainhash);

insert into orleansquery (querykey, querytext) values
('UpsertReminderRowKey', $sql$
insert into orleansreminderstable (serviceid, grainid, remindername, starttime, period, grainhash, version)
values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
on conflict (serviceid, grainid, remindername) do update
set starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash,
    version = orleansreminderstable.version + 1
returning version
$sql$),

('ReadReminderRowsKey', $sql$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and grainid = @GrainId
$sql$),

('ReadReminderRowKey', $sql$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and grainid = @GrainId and remindername = @ReminderName
$sql$),

('ReadRangeRows1Key', $sql$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and grainhash > @BeginHash and grainhash <= @EndHash
$sql$),

('ReadRangeRows2Key', $sql$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and (grainhash > @BeginHash or grainhash <= @EndHash)
$sql$),

('DeleteReminderRowKey', $sql$
with deleted as
(
    delete from orleansreminderstable
    where serviceid = @ServiceId and grainid = @GrainId and remindername = @ReminderName and version = @Version
    returning 1
)
select count(*)::integer from deleted
$sql$),

('DeleteReminderRowsKey', $sql$
delete from orleansreminderstable where serviceid = @ServiceId
$sql$);

grant select on orleansquery to relaykit_app;
grant select, insert, update, delete
    on orleansmembershipversiontable, orleansmembershiptable, orleansstorage, orleansreminderstable to relaykit_app;
