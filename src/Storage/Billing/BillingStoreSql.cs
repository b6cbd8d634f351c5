namespace RelayKit.Storage.Billing;

/// <summary>The statements by which billing is read, and accounts are changed: everywhere $1 is the tenant.</summary>
internal static class BillingStoreSql
{
    public const string SelectAccount =
        """
        select plan, customer_id, subscription_id, subscription_status, cancel_at, owed_since, stage, stage_since, stage_number
        from billing_accounts where tenant_id = $1
        """;

    /// <summary>An account is there from the first change on; $2 is now.</summary>
    public const string EnsureAccount =
        "insert into billing_accounts (tenant_id, stage_since, report_due_at) values ($1, $2, $2) on conflict do nothing";

    public const string SetPlan = "update billing_accounts set plan = $2, unsettled = true where tenant_id = $1";

    public const string SetCustomer = "update billing_accounts set customer_id = $2 where tenant_id = $1 and customer_id is distinct from $2";

    /// <summary>A debt keeps its beginning. $2 is since when something is owed; null when nothing is.</summary>
    public const string SetOwed =
        """
        update billing_accounts set owed_since = case when $2::timestamptz is null then null else coalesce(owed_since, $2) end, unsettled = true where tenant_id = $1
        """;

    /// <summary>
    /// Of a line's participant sessions those that follow $6 and $7: session by session in the order of its key, so that no page reads more than it gives. $5 are the
    /// classes, $8 how many, and before $9 lie the sessions that can have begun in the period.
    /// </summary>
    public const string SelectParticipants =
        """
        select p.participant_session_id, s.session_id, p.livekit_sid, s.room, p.identity, p.joined_at_ms, p.ended_at_ms,
            least(coalesce(p.ended_at_ms, greatest(p.joined_at_ms, $4)), $3) - greatest(p.joined_at_ms, $2), p.join_event_id, p.leave_event_id, p.evidence
        from sessions s cross join lateral (
            select *, evidence_of(joined_at_ms, left_at_ms, join_event_id, leave_event_id, look_revision, end_estimated) as evidence
            from participant_sessions
            where tenant_id = s.tenant_id and session_id = s.session_id and class = any($5) and joined_at_ms < $3
              and case when left_at_ms is null then greatest($2, joined_at_ms) < $4 else ended_at_ms > greatest($2, joined_at_ms) end
        ) p
        where s.tenant_id = $1 and s.mode = 'l' and s.session_id >= $6 and s.session_id < $9 and (s.ended_at_ms is null or s.ended_at_ms > $2)
          and (s.session_id, p.livekit_sid) > ($6, $7)
        order by s.session_id, p.livekit_sid limit $8
        """;

    /// <summary>Of a line's recordings or streams, $5, those that follow $6; $7 how many.</summary>
    public const string SelectMedia =
        $"""
        select m.* from (
            select r.recording_id, r.session_id, r.egress_id, r.room, null::text, coalesce(r.started_at_ms, r.ended_at_ms - r.duration_ms) as started_at_ms, r.ended_at_ms,
                {BillingUsageSql.MediaMs} as ms, null::text, null::text, case when r.presumed then 2 else 0 end
            from recordings r
            where r.tenant_id = $1 and r.mode = 'l' and r.purpose = $5 and r.recording_id > $6
              and (r.status in ('active', 'ending') or r.ended_at_ms >= $2)
        ) m where m.ms > 0
        order by m.recording_id limit $7
        """;

    /// <summary>What a line has beside its sessions: $2 period, $3 meter. What it was closed at, what it took over, and what others have taken over of it.</summary>
    public const string SelectAdjustments =
        """
        select 'closed', period, own_ms from closed_usage where tenant_id = $1 and period = $2 and meter = $3
        union all
        select 'from', from_period, ms from late_usage where tenant_id = $1 and period = $2 and meter = $3
        union all
        select 'to', period, ms from late_usage where tenant_id = $1 and from_period = $2 and meter = $3
        order by 1, 2
        """;

    /// <summary>By class and day (UTC) what whoever has the label $5 has used.</summary>
    public const string SelectStatement =
        """
        select u.class::integer, u.day, sum(u.ms)::bigint from (
            select class, (hour at time zone 'utc')::date as day, participant_ms as ms from usage_hourly_by_label
            where tenant_id = $1 and mode = 'l' and hour >= to_timestamp($2 / 1000) and hour < to_timestamp($3 / 1000) and label = $5
            union all
            select p.class, (to_timestamp(h.hour_number * 3600) at time zone 'utc')::date, h.ms
            from sessions s
            cross join lateral (
                select class, joined_at_ms from participant_sessions
                where tenant_id = s.tenant_id and session_id = s.session_id and left_at_ms is null and joined_at_ms < $4 and labels @> array[$5]
            ) p
            cross join lateral hour_slices(greatest(p.joined_at_ms, $2), $4) h
            where s.tenant_id = $1 and s.mode = 'l' and s.ended_at_ms is null
        ) u group by u.class, u.day having sum(u.ms) <> 0 order by u.day, u.class
        """;
}
