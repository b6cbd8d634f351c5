namespace RelayKit.Retention;

/// <summary>
/// What is kept how long: the only place that says so. A test holds it to the database's own catalogue, so a table of tenants' rows without a line
/// here fails.
/// </summary>
/// <remarks>
/// Periods go by days (UTC): a row is due on the first day that begins more than its period after it, and the run of that day removes it. So none goes
/// before its period is over, and none stays for more than a day after it, two where a year has no 29 February.
/// </remarks>
public static class RetentionRules
{
    /// <summary>Months that usage is kept.</summary>
    public const int UsageMonths = 12;

    /// <summary>Days that logs are kept.</summary>
    public const int LogDays = 30;

    /// <summary>Days that an account's data are kept after its end.</summary>
    public const int AccountDays = 30;

    /// <summary>Every table that has rows of tenants, and those of people besides.</summary>
    public static readonly IReadOnlyList<RetentionRule> All =
    [
        new("sessions", RetentionClass.Usage, "the session's end; one that goes on is kept"),
        new("participant_sessions", RetentionClass.Usage, "the end of the session that it is part of"),
        new("usage_hourly", RetentionClass.Usage, "the hour"),
        new("usage_hourly_by_room", RetentionClass.Usage, "the hour"),
        new("usage_hourly_by_label", RetentionClass.Usage, "the hour"),
        new("bandwidth_hourly", RetentionClass.Usage, "the hour"),
        new("recordings", RetentionClass.Usage, "the end of the recording, where no file of it is there any more"),
        new("events", RetentionClass.Usage, "when it happened"),
        new("request_logs", RetentionClass.Logs, "when the request came in"),
        new("webhook_attempts", RetentionClass.Logs, "the attempt"),
        new("abuse_incidents", RetentionClass.Logs, "the incident's last change, where it is about an address"),
        new("stripe_events", RetentionClass.Logs, "when it came in"),
        new("tenants", RetentionClass.Account, "the end of the account"),
        new("api_keys", RetentionClass.Account, "the end of the account"),
        new("api_key_replaced_secrets", RetentionClass.Account, "the end of the account"),
        new("tenant_storages", RetentionClass.Account, "the end of the account"),
        new("webhook_endpoints", RetentionClass.Account, "the end of the account"),
        new("rooms", RetentionClass.Account, "the end of the account"),
        new("ingresses", RetentionClass.Account, "the end of the account; of one that was deleted, a day"),
        new("event_counters", RetentionClass.Account, "the end of the account"),
        new("accounts", RetentionClass.Account, "the end of the account"),
        new("account_sessions", RetentionClass.Spent, "its last use"),
        new("account_tokens", RetentionClass.Spent, "its end"),
        new("invitations", RetentionClass.Spent, "its end"),
        new("mail_suppressions", RetentionClass.Spent, "an hour after no account and no invitation has the address any more"),
        new("audit_log", RetentionClass.Account, "the end of the account"),
        new("billing_accounts", RetentionClass.Account, "the end of the account"),
        new("meter_reports", RetentionClass.Account, "the end of the account"),
        new("closed_usage", RetentionClass.Account, "the end of the account"),
        new("late_usage", RetentionClass.Account, "the end of the account"),
        new("invoices", RetentionClass.Account, "the end of the account"),
        new("invoice_lines", RetentionClass.Account, "the end of the account"),
        new("provider_invoices", RetentionClass.Account, "the end of the account"),
        new("billing_comparisons", RetentionClass.Account, "the end of the account"),
        new("tenant_restrictions", RetentionClass.Account, "the end of the account"),
        new("tenant_deletions", RetentionClass.Proof, "the erasure: its certificate stays, without a word about anybody"),
        new("end_user_erasures", RetentionClass.Account, "the end of the account"),
        new("privacy_exports", RetentionClass.Account, "the end of the account"),
        new("privacy_export_chunks", RetentionClass.Spent, "24 hours after it was made, or when a newer one is ready"),
        new("room_bans", RetentionClass.Spent, "the end of the ban"),
        new("outbox", RetentionClass.Spent, "its arrival"),
        new("idempotency_keys", RetentionClass.Spent, "24 hours after its first use"),
    ];

    /// <summary>The rule of a table; null when it has none.</summary>
    public static RetentionRule? Of(string table) => All.FirstOrDefault(rule => rule.Table == table);

    /// <summary>What a run of a day removes: all from before this instant; null for what goes by instants of its own.</summary>
    /// <param name="kept">The class.</param>
    /// <param name="day">The day of the run (UTC).</param>
    public static DateTimeOffset? Before(RetentionClass kept, DateOnly day) => kept switch
    {
        RetentionClass.Usage => StartOf(day.AddMonths(-UsageMonths)),
        RetentionClass.Logs => StartOf(day.AddDays(-LogDays)),
        RetentionClass.Account => StartOf(day.AddDays(-AccountDays)),
        _ => null,
    };

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
