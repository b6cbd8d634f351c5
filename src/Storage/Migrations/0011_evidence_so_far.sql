-- What rests on which evidence of all that ended before 0010_evidence.sql. A file of its own, since reading every participant session takes
-- long and that one's locks would be held meanwhile; this one locks only the rows that it changes, and silos write beside it.
--
-- It is right whatever they write: it adds the difference between participant sessions and roll-ups, both as of one instant, to whatever the
-- rows hold by then. Every writer since 0010 adds its own difference by the triggers, in the transaction that changes its participant
-- sessions. So of a writer whose commit that instant shows both are in the difference, also where it has moved what was never added (what
-- stands there is then below zero); of any other neither is, and what it adds stays. Rows are locked in the triggers' order.
--
-- As the role that sees every tenant's rows: the owner sees none.
set local role relaykit_jobs;

with slices as materialized (
    select c.tenant_id, c.mode, c.room, c.class, to_timestamp(s.hour_number * 3600) as hour,
           coalesce(sum(s.ms) filter (where c.evidence = 1), 0)::bigint as reconciled_ms,
           coalesce(sum(s.ms) filter (where c.evidence = 2), 0)::bigint as presumed_ms
    from (
        select tenant_id, mode, room, class, joined_at_ms, ended_at_ms,
               evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
        from participant_sessions where leave_event_id is null and ended_at_ms > joined_at_ms
    ) c, lateral hour_slices(c.joined_at_ms, c.ended_at_ms) s
    group by 1, 2, 3, 4, 5
), due as (
    select tenant_id, mode, hour, class, sum(reconciled_ms)::bigint as reconciled_ms, sum(presumed_ms)::bigint as presumed_ms
    from slices group by 1, 2, 3, 4
), by_room as (
    insert into usage_hourly_by_room as u (tenant_id, mode, hour, room, class, participant_ms, reconciled_ms, presumed_ms)
    select tenant_id, mode, hour, room, class, 0,
           coalesce(s.reconciled_ms, 0) - coalesce(k.reconciled_ms, 0), coalesce(s.presumed_ms, 0) - coalesce(k.presumed_ms, 0)
    from slices s
    full join (select * from usage_hourly_by_room where reconciled_ms <> 0 or presumed_ms <> 0) k using (tenant_id, mode, hour, room, class)
    where (s.reconciled_ms, s.presumed_ms) is distinct from (k.reconciled_ms, k.presumed_ms)
    order by tenant_id, mode, hour, room, class
    on conflict (tenant_id, mode, hour, room, class) do update set
        reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
        presumed_ms = u.presumed_ms + excluded.presumed_ms
)
insert into usage_hourly as u (tenant_id, mode, hour, class, participant_ms, reconciled_ms, presumed_ms)
select tenant_id, mode, hour, class, 0,
       coalesce(d.reconciled_ms, 0) - coalesce(k.reconciled_ms, 0), coalesce(d.presumed_ms, 0) - coalesce(k.presumed_ms, 0)
from due d
full join (select * from usage_hourly where reconciled_ms <> 0 or presumed_ms <> 0) k using (tenant_id, mode, hour, class)
where (d.reconciled_ms, d.presumed_ms) is distinct from (k.reconciled_ms, k.presumed_ms)
order by tenant_id, mode, hour, class
on conflict (tenant_id, mode, hour, class) do update set
    reconciled_ms = u.reconciled_ms + excluded.reconciled_ms,
    presumed_ms = u.presumed_ms + excluded.presumed_ms;

set local role relaykit_owner;
