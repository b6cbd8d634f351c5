namespace RelayKit.Storage.Billing;

/// <summary>The statements about one report on its way: $1 tenant, $2 meter, $3 period, $4 number.</summary>
internal static class MeterSenderSql
{
    private const string One = "tenant_id = $1 and meter = $2 and period = $3 and seq = $4";

    /// <summary>
    /// The report, whom it is of, and what is known of earlier attempts; and what other reports of its period that the provider has come to, with how many there are
    /// of which nobody knows.
    /// </summary>
    public const string Select =
        $"""
        select r.kind, r.value, r.at, r.state, r.cancels, r.attempt_at, r.first_unknown_at, r.last_unknown_at, a.customer_id,
            (select coalesce(sum(o.value), 0)::bigint from meter_reports o
             where o.tenant_id = $1 and o.meter = $2 and o.period = $3 and o.state in ('sent', 'reconciled')),
            (select count(*) from meter_reports o
             where o.tenant_id = $1 and o.meter = $2 and o.period = $3 and o.seq <> $4 and (o.state = 'unknown' or o.attempt_at is not null))
        from meter_reports r left join billing_accounts a on a.tenant_id = r.tenant_id
        where r.tenant_id = $1 and r.meter = $2 and r.period = $3 and r.seq = $4
        """;

    /// <summary>
    /// An attempt begins, at $5. One that is still there was cut off, by a crash or by time: nobody knows what came of it. Whoever finds the report settled meanwhile
    /// changes nothing, and does not send.
    /// </summary>
    public const string Begin =
        $"""
        update meter_reports set
            first_unknown_at = coalesce(first_unknown_at, attempt_at), last_unknown_at = coalesce(attempt_at, last_unknown_at),
            state = case when attempt_at is null and state = 'pending' then 'pending' else 'unknown' end,
            attempt_at = $5, first_sent_at = coalesce(first_sent_at, $5)
        where {One} and state in ('pending', 'unknown')
        """;

    /// <summary>It was taken, or found to be: $5 state, $6 when.</summary>
    public const string Settle =
        $"""
        update meter_reports set state = $5, settled_at = $6, attempt_at = null, error = $7
        where {One} and state in ('pending', 'unknown')
        """;

    /// <summary>Nobody knows: $5 when the attempt began, $6 when it ended, $7 why.</summary>
    public const string Unknown =
        $"""
        update meter_reports set
            state = 'unknown', first_unknown_at = coalesce(first_unknown_at, $5), last_unknown_at = $6, attempt_at = null, error = $7
        where {One} and state in ('pending', 'unknown')
        """;

    /// <summary>The attempt had no effect: it is as if it had not been made. $5 why.</summary>
    public const string NotTaken =
        $"""
        update meter_reports set
            attempt_at = null, first_sent_at = case when first_unknown_at is null then null else first_sent_at end, error = $5
        where {One} and state in ('pending', 'unknown')
        """;

    /// <summary>No attempt so far had any effect: the provider's sum says so.</summary>
    public const string Forget =
        $"""
        update meter_reports set state = 'pending', attempt_at = null, first_sent_at = null, first_unknown_at = null, last_unknown_at = null
        where {One} and state in ('pending', 'unknown')
        """;

    /// <summary>
    /// The provider took it and could not count it after all: $5 when, $6 why. Gives whether its period is closed, so that no other report has its minutes; nothing
    /// where that was known.
    /// </summary>
    public const string RefuseLate =
        $"""
        with refused as (
            update meter_reports set state = 'refused', settled_at = $5, attempt_at = null, error = $6 where {One} and state <> 'refused' and state <> 'accrued'
            returning 1
        )
        select exists (select from closed_usage where tenant_id = $1 and meter = $2 and period = $3) from refused
        """;
}
