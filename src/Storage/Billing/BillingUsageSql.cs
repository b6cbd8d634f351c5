namespace RelayKit.Storage.Billing;

/// <summary>What the ledger says of live mode in a period: everywhere $1 is the tenant, $2 the period's start, $3 its end and $4 up to when what goes on counts, all in Unix milliseconds.</summary>
internal static class BillingUsageSql
{
    /// <summary>
    /// Milliseconds by class of participant, and under 100 and 101 those of recordings and streams. One statement and so one snapshot: whoever leaves meanwhile is
    /// in the roll-ups or goes on, and never both. Hours of roll-ups never cross a period's end. Open intervals are added up session by session, as the meter does.
    /// </summary>
    public const string SelectUsage =
        $"""
        select u.class::integer, sum(u.ms)::bigint from (
            select class, participant_ms as ms from usage_hourly
            where tenant_id = $1 and mode = 'l' and hour >= to_timestamp($2 / 1000) and hour < to_timestamp($3 / 1000)
            union all
            select p.class, greatest(0, $4 - greatest(p.joined_at_ms, $2))
            from sessions s cross join lateral (
                select class, joined_at_ms from participant_sessions
                where tenant_id = s.tenant_id and session_id = s.session_id and left_at_ms is null and joined_at_ms < $4
            ) p
            where s.tenant_id = $1 and s.mode = 'l' and s.ended_at_ms is null
        ) u group by u.class
        union all
        select case when r.purpose = 'recording' then 100 else 101 end, coalesce(sum({MediaMs}), 0)::bigint
        from recordings r
        where r.tenant_id = $1 and r.mode = 'l' and (r.status in ('active', 'ending') or r.ended_at_ms >= $2)
        group by r.purpose
        """;

    /// <summary>The class under which <see cref="SelectUsage"/> has recordings; streams have the next.</summary>
    public const int RecordingClass = 100;

    /// <summary>
    /// The milliseconds in the period of a recording or stream <c>r</c>, as <c>RecordingSql.SelectUsage</c> counts them: the end of a recording is known, and how long
    /// it was; so what lies before an instant is all but what lies after it, and the latter no more than the whole.
    /// </summary>
    public const string MediaMs =
        """
        case
            when r.status in ('active', 'ending')
                then case when r.started_at_ms is null then 0 else greatest(0, $4 - greatest(r.started_at_ms, $2)) end
            when r.ended_at_ms >= $2 and r.duration_ms is not null
                and (r.purpose = 'stream' or r.status in ('complete', 'limit_reached') or r.in_backup)
                then least(r.duration_ms, r.ended_at_ms - $2) - least(r.duration_ms, greatest(0, r.ended_at_ms - $3))
            else 0
        end
        """;

    /// <summary>What closed periods were billed for of their own: $1 tenant, $2 the first of them, $3 the period before which they lie.</summary>
    public const string SelectClosed = "select meter, period, own_ms from closed_usage where tenant_id = $1 and period >= $2 and period < $3";

    /// <summary>What closed periods have taken over from those before them: parameters as above.</summary>
    public const string SelectCarried =
        "select meter, from_period, sum(ms)::bigint from late_usage where tenant_id = $1 and from_period >= $2 and period < $3 group by meter, from_period";
}
