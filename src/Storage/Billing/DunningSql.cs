namespace RelayKit.Storage.Billing;

/// <summary>The statements about payments that do not come.</summary>
internal static class DunningSql
{
    /// <summary>
    /// In place of the terms, as long as it is not known whether the grain has those from before or the next. Whoever does not know it reads that nothing is asked.
    /// </summary>
    private const string BeingTold = """'{"being_told": true}'::jsonb""";

    private const string Account =
        $"""
        tenant_id, owed_since, stage, stage_since, stage_number, plan, nullif(applied_terms, {BeingTold})::text, mailed_stage, unsettled,
        coalesce(applied_terms = {BeingTold}, false), customer_id is not null
        """;

    /// <summary>
    /// The next account after $1 that has to be looked at: something has changed, or its stage has lasted since $2, of the grace since $3. Held until the transaction
    /// ends.
    /// </summary>
    public const string TakeDue =
        $"""
        select {Account} from billing_accounts
        where (unsettled or (stage in (1, 2) and ((stage = 1 and stage_since <= $2) or (stage = 2 and stage_since <= $3)))) and tenant_id > $1
        order by tenant_id limit 1 for update skip locked
        """;

    public const string Take = $"select {Account} from billing_accounts where tenant_id = $1 for update";

    public const string Move = "update billing_accounts set stage = $2, stage_since = $3, stage_number = $4, unsettled = true where tenant_id = $1";

    public const string SelectOpenInvoice =
        """
        select number, currency, amount_remaining, hosted_url from provider_invoices
        where tenant_id = $1 and status = $2 order by due_at nulls last, created_at limit 1
        """;

    /// <summary>The grain is about to be told.</summary>
    public const string BeginTelling = $"update billing_accounts set applied_terms = {BeingTold} where tenant_id = $1";

    /// <summary>
    /// The grain knows of the terms $3, and the owners of the stage $2; $4 whether something is left to be told. The account is held, so that nothing has changed meanwhile.
    /// </summary>
    public const string Settle = "update billing_accounts set applied_terms = $3::jsonb, mailed_stage = $2, unsettled = $4 where tenant_id = $1";
}
