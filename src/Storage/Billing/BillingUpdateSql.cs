namespace RelayKit.Storage.Billing;

/// <summary>The statements by which a provider's news are kept: everywhere $1 is the tenant.</summary>
internal static class BillingUpdateSql
{
    /// <summary>
    /// Holds the account until the transaction ends. Of two pieces of news that come at once, such as a paid invoice and its subscription, each would else weigh
    /// what was before the other, and the debt stay.
    /// </summary>
    public const string Hold = "select from billing_accounts where tenant_id = $1 for update";

    /// <summary>
    /// A subscription, as it is: $2 customer, $3 id, $4 status, $5 when it is going to end, $6 plan. One that is over changes nothing where another one runs.
    /// </summary>
    public const string SetSubscription =
        """
        update billing_accounts set
            customer_id = $2, subscription_id = $3, subscription_status = $4, cancel_at = $5, plan = $6, unsettled = true
        where tenant_id = $1 and ($4 not in (1, 6) or subscription_id is null or subscription_id = $3)
        """;

    public const string SetInvoice =
        """
        insert into provider_invoices (tenant_id, provider_invoice_id, period, number, status, currency, total, amount_remaining, attempts, due_at, created_at,
            hosted_url, pdf_url)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        on conflict (tenant_id, provider_invoice_id) do update set
            number = excluded.number, status = excluded.status, total = excluded.total, amount_remaining = excluded.amount_remaining,
            attempts = excluded.attempts, due_at = excluded.due_at, hosted_url = excluded.hosted_url, pdf_url = excluded.pdf_url
        -- A draft never follows what is final, nor what is owed what is paid or void.
        where provider_invoices.status <= excluded.status or (provider_invoices.status = 3 and excluded.status in (2, 4))
        """;

    /// <summary>
    /// Whether something is owed, from what is known: an open invoice that was tried in vain or is overdue at $2, one that is given up, or a subscription that the
    /// provider calls past due or unpaid. A debt keeps its beginning. What the operator has said by hand holds where the tenant is nobody's customer. The account has
    /// to be held.
    /// </summary>
    public const string Weigh =
        """
        update billing_accounts a set owed_since = case when o.is_owed then coalesce(a.owed_since, $2) end, unsettled = true
        from (
            select b.subscription_status in (4, 5) is true or exists (
                select from provider_invoices i where i.tenant_id = $1 and i.amount_remaining > 0
                  and ((i.status = 1 and (i.attempts > 0 or i.due_at < $2)) or i.status = 3)) as is_owed
            from billing_accounts b where b.tenant_id = $1
        ) o
        where a.tenant_id = $1 and (a.customer_id is not null or o.is_owed) and o.is_owed <> (a.owed_since is not null)
        """;

    /// <summary>An invoice that has to be paid by a day becomes a debt when that has passed, at $2, also where the provider tells nothing of it.</summary>
    public const string WeighOverdue =
        """
        update billing_accounts set owed_since = $2, unsettled = true
        where tenant_id = $1 and owed_since is null and exists (
            select from provider_invoices i where i.tenant_id = $1 and i.status = 1 and i.amount_remaining > 0 and i.due_at < $2)
        """;

    /// <summary>Whose the customer $1 is.</summary>
    public const string SelectTenant = "select tenant_id from billing_accounts where customer_id = $1";

    public const string ForgetCustomer =
        """
        update billing_accounts set customer_id = null, subscription_id = null, subscription_status = null, cancel_at = null, plan = null, unsettled = true
        where tenant_id = $1 and customer_id = $2
        """;
}
