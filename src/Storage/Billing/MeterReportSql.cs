namespace RelayKit.Storage.Billing;

/// <summary>The statements about reports of usage, and about what is due.</summary>
internal static class MeterReportSql
{
    /// <summary>Every tenant has an account, made when it is first looked for what is due; one that is being erased gets none. $1 is now.</summary>
    public const string EnsureAccounts =
        """
        insert into billing_accounts (tenant_id, stage_since, report_due_at)
        select t.tenant_id, $1, $1 from tenants t
        where not exists (select from billing_accounts a where a.tenant_id = t.tenant_id)
          and not exists (select from tenant_deletions d where d.tenant_id = t.tenant_id and d.erasing_since is not null)
        on conflict do nothing
        """;

    /// <summary>The account that is due for longest at $1, held until the transaction ends: so one process at a time reports a tenant.</summary>
    public const string TakeDue =
        """
        select a.tenant_id, a.plan, a.customer_id, t.created_at, (select max(c.period) from closed_usage c where c.tenant_id = a.tenant_id)
        from billing_accounts a join tenants t on t.tenant_id = a.tenant_id
        where a.report_due_at <= $1
        order by a.report_due_at limit 1 for update of a skip locked
        """;

    /// <summary>
    /// What the reports of a period, $2, have come to, by meter: the last number, the minutes of those that count, and those that were refused since the last report.
    /// </summary>
    public const string SelectSums =
        """
        select meter, max(seq), coalesce(sum(value) filter (where state <> 'refused'), 0)::bigint,
            coalesce(sum(value) filter (where state = 'refused' and settled_at >= last_at), 0)::bigint
        from (select r.*, max(created_at) over (partition by meter) as last_at from meter_reports r where tenant_id = $1 and period = $2) r
        group by meter
        """;

    /// <summary>Those of a period, $2, that were taken after $3 and that no other report has named to be forgotten, the newest first.</summary>
    public const string SelectCancellable =
        """
        select r.meter, r.seq, r.value, r.first_sent_at from meter_reports r
        where r.tenant_id = $1 and r.period = $2 and r.kind = 'usage' and r.state in ('sent', 'reconciled') and r.first_sent_at > $3
          and not exists (select from meter_reports c where c.tenant_id = $1 and c.meter = r.meter and c.period = $2 and c.cancels = r.seq)
        order by r.seq desc
        """;

    public const string Insert =
        """
        insert into meter_reports (tenant_id, meter, period, seq, kind, value, cumulative_ms, late_ms, at, created_at, cancels, reason, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    public const string SetLate =
        """
        insert into late_usage (tenant_id, meter, period, from_period, ms) values ($1, $2, $3, $4, $5)
        on conflict (tenant_id, meter, period, from_period) do update set ms = excluded.ms
        """;

    /// <summary>What is late no more, since it was taken back: $3 and $4 are what is.</summary>
    public const string ForgetLate =
        """
        delete from late_usage where tenant_id = $1 and period = $2
          and (meter, from_period) not in (select * from unnest($3::text[], $4::date[]))
        """;

    public const string Close = "insert into closed_usage (tenant_id, meter, period, own_ms, closed_at) values ($1, $2, $3, $4, $5)";

    public const string InsertInvoice =
        """
        insert into invoices (tenant_id, invoice_id, period, plan, plan_name, currency, total, closed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    public const string InsertLine =
        """
        insert into invoice_lines (tenant_id, invoice_id, number, name, own_ms, late_ms, quantity, included, billable, unit_price, amount)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public const string Rest = "update billing_accounts set report_due_at = $2 where tenant_id = $1";
}
