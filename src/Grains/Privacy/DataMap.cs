using System.Collections.Immutable;

namespace RelayKit.Privacy;

/// <summary>
/// Every table and column with tenants' data, in one place. Exports, erasures and docs/privacy.md follow from it, and a test compares it with
/// PostgreSQL's catalogue: a migration that adds a column has to say here what it is. Tables stand in the order in which a tenant is erased.
/// </summary>
public static class DataMap
{
    private static readonly DataColumn Owner = new("tenant_id", DataKind.Identifier);

    /// <summary>The tables, in the order in which a tenant's rows are erased: what others refer to comes last.</summary>
    public static ImmutableArray<DataTable> Tables { get; } =
    [
        new("idempotency_keys", "An answer that is kept for 24 hours, for a request that is repeated.")
        {
            Key = ["request_hash"],
            NotExportedSince = "Sealed under the caller's own credential and key: RelayKit cannot read it.",
            Columns =
            [
                Owner, .. Of(DataKind.Secret, "request_hash", "content_hash", "seed", "answer"),
                .. Of(DataKind.Identifier, "claim_id"), .. Of(DataKind.Figure, "created_at", "lease_until"),
            ],
        },
        new("outbox", "Something that is still to be sent: a mail, an event to an endpoint, usage to be billed. It is gone once it has arrived.")
        {
            Key = ["message_id"],
            NotExportedSince = "What it tells of is in the tables of its causes; what it holds itself is sealed.",
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "message_id", "destination", "subject", "lease_id"), .. Of(DataKind.Secret, "body"),
                .. Of(DataKind.Figure, "place", "kind", "created_at", "due_at", "attempts", "parked_at", "error", "unsure_since"),
            ],
        },
        new("privacy_export_chunks", "A piece of an archive that was asked for, kept for 24 hours.")
        {
            Key = ["export_id", "number"],
            NotExportedSince = "It is an export.",
            Columns = [Owner, .. Of(DataKind.Identifier, "export_id"), .. Of(DataKind.Figure, "number"), .. Of(DataKind.Content, "data")],
        },
        new("privacy_exports", "An export that was asked for.")
        {
            Key = ["export_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "export_id", "claim_id"),
                .. Of(DataKind.Figure, "state", "created_at", "lease_until", "attempts", "rows_done", "rows_about", "bytes", "finished_at", "expires_at"),
                .. Of(DataKind.Secret, "sha256"),
            ],
        },
        new("mail_suppressions", "An address to which mail has stopped, of an account or an invitation.")
        {
            Key = ["suppression_id"],
            Columns = [Owner, .. Of(DataKind.Identifier, "suppression_id"), Account("email"), Account("email_key"), .. Of(DataKind.Figure, "reason", "since")],
        },
        new("end_user_erasures", "The erasure of one end user, with its certificate; nothing in it says whose.")
        {
            Key = ["erasure_id"],
            Columns = [Owner, .. Of(DataKind.Identifier, "erasure_id"), .. Of(DataKind.Figure, "erased_at", "counts", "certificate")],
        },
        new("room_bans", "An identity that is kept out of a room for some time.")
        {
            Key = ["mode", "room", "identity"],
            IdentityColumn = "identity",
            IsEndUsersRowGone = true,
            Columns =
            [
                Owner, .. Of(DataKind.Figure, "mode", "since", "until"), .. Of(DataKind.Content, "room"),
                EndUser("identity", EndUserErasing.Keep), EndUser("reason", EndUserErasing.Keep), EndUser("message", EndUserErasing.Keep),
            ],
        },
        new("participant_sessions", "One connection of one end user: when it began and ended, which usage is added up from.")
        {
            Key = ["session_id", "livekit_sid"],
            IdentityColumn = "identity",
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "session_id", "livekit_sid", "participant_session_id", "join_event_id", "leave_event_id"),
                .. Of(DataKind.Content, "room", "labels"),
                EndUser("identity", EndUserErasing.Pseudonym), EndUser("name", EndUserErasing.Empty),
                .. Of(
                    DataKind.Figure, "mode", "class", "joined_at_ms", "left_at_ms", "ended_at_ms", "disconnect_reason", "end_estimated",
                    "look_revision", "last_seen_ms"),
            ],
        },
        new("recordings", "A recording or a stream: what was recorded, for how long, and where its file is. Never the media, credentials or stream keys.")
        {
            Key = ["recording_id"],
            IdentityColumn = "identity",
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "recording_id", "session_id", "storage_id", "egress_id"),
                .. Of(
                    DataKind.Content, "room", "layout", "audio_track", "video_track", "page_url", "bucket", "key_prefix", "object_key", "asked_urls",
                    "outputs", "error", "details", "file_error"),
                EndUser("identity", EndUserErasing.Pseudonym),
                .. Of(
                    DataKind.Figure, "mode", "purpose", "kind", "cluster", "generation", "audio_only", "video_only", "screen_share", "format", "automatic",
                    "requested_at", "max_seconds", "status", "presumed", "updated_at_ms", "started_at_ms", "ended_at_ms", "duration_ms", "size_bytes",
                    "error_code", "in_backup", "stop_requested_at", "stops_unanswered", "missed_since", "file", "sha256", "file_checked_at", "deleted_at",
                    "file_work_at", "file_attempts", "revision"),
            ],
        },
        new("sessions", "One life of a room.")
        {
            Key = ["session_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "session_id", "livekit_sid"), .. Of(DataKind.Content, "room"),
                .. Of(
                    DataKind.Figure, "mode", "generation", "started_at_ms", "ended_at_ms", "end_recorded_at", "look_revision", "last_seen_ms",
                    "end_estimated"),
            ],
        },
        new("events", "What the tenant was told of: rooms, participants, tracks, budgets.")
        {
            Key = ["event_id"],
            IdentityColumn = "data",
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "event_id"), .. Of(DataKind.Figure, "seq", "type", "created_at_ms"),
                EndUser("data", EndUserErasing.WithinJson),
            ],
        },
        new("event_counters", "How many events the tenant's log has had.")
        {
            Key = [],
            Columns = [Owner, .. Of(DataKind.Figure, "last_seq", "removed_through")],
        },
        new("rooms", "A room with its settings.")
        {
            Key = ["mode", "name"],
            Columns =
            [
                Owner, .. Of(DataKind.Content, "name", "metadata", "labels", "rules", "recording"),
                .. Of(
                    DataKind.Figure, "mode", "generation", "livekit_cluster", "max_participants", "empty_timeout_seconds", "departure_timeout_seconds",
                    "created_at", "deleted_at", "version", "generation_since", "closing"),
            ],
        },
        new("ingresses", "A place where a stream from outside comes in. Stream keys are nowhere, and addresses without what may not be shown.")
        {
            Key = ["ingress_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "ingress_id", "livekit_id"), .. Of(DataKind.Content, "room", "identity", "name", "source_url", "url", "error"),
                .. Of(
                    DataKind.Figure, "mode", "kind", "enable_transcoding", "livekit_cluster", "phase", "status", "started_at_ms", "ended_at_ms", "created_at",
                    "asked_at", "deleted_at", "version"),
            ],
        },
        new("usage_hourly_by_room", "Connected milliseconds of a room and hour.")
        {
            Key = ["mode", "hour", "room", "class"],
            Columns = [Owner, .. Of(DataKind.Content, "room"), .. Of(DataKind.Figure, "mode", "hour", "class", "participant_ms", "reconciled_ms", "presumed_ms")],
        },
        new("usage_hourly_by_label", "Connected milliseconds of a label and hour.")
        {
            Key = ["mode", "hour", "label", "class"],
            Columns = [Owner, .. Of(DataKind.Content, "label"), .. Of(DataKind.Figure, "mode", "hour", "class", "participant_ms", "reconciled_ms", "presumed_ms")],
        },
        new("usage_hourly", "Connected milliseconds of an hour.")
        {
            Key = ["mode", "hour", "class"],
            OnTenantErasure = TenantErasing.KeepSums,
            Columns = [Owner, .. Of(DataKind.Figure, "mode", "hour", "class", "participant_ms", "reconciled_ms", "presumed_ms")],
        },
        new("bandwidth_hourly", "Estimated bytes of an hour.")
        {
            Key = ["mode", "hour"],
            Columns = [Owner, .. Of(DataKind.Figure, "mode", "hour", "incoming_bytes", "outgoing_bytes", "measured_until_ms")],
        },
        new("meter_reports", "What was reported of the tenant's usage to whoever bills it.")
        {
            Key = ["meter", "period", "seq"],
            Columns =
            [
                Owner, .. Of(
                    DataKind.Figure, "meter", "period", "seq", "kind", "value", "cumulative_ms", "late_ms", "at", "created_at", "cancels", "reason", "state",
                    "attempt_at", "first_sent_at", "first_unknown_at", "last_unknown_at", "settled_at", "error"),
            ],
        },
        new("closed_usage", "What a billing period that is closed was billed for.")
        {
            Key = ["meter", "period"],
            Columns = [Owner, .. Of(DataKind.Figure, "meter", "period", "own_ms", "closed_at")],
        },
        new("late_usage", "What a billing period has taken over of one that was closed.")
        {
            Key = ["meter", "period", "from_period"],
            Columns = [Owner, .. Of(DataKind.Figure, "meter", "period", "from_period", "ms")],
        },
        new("billing_comparisons", "What whoever bills the usage had counted of it on a day.")
        {
            Key = ["day", "meter", "period"],
            Columns = [Owner, .. Of(DataKind.Figure, "day", "meter", "period", "ledger_minutes", "unreported_minutes", "in_flight_minutes", "provider_minutes")],
        },
        new("invoice_lines", "A line of an invoice.")
        {
            Key = ["invoice_id", "number"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "invoice_id"),
                .. Of(DataKind.Figure, "number", "name", "own_ms", "late_ms", "quantity", "included", "billable", "unit_price", "amount"),
            ],
        },
        new("invoices", "What the usage of a billing period came to.")
        {
            Key = ["invoice_id"],
            Columns = [Owner, .. Of(DataKind.Identifier, "invoice_id"), .. Of(DataKind.Figure, "period", "plan", "plan_name", "currency", "total", "closed_at")],
        },
        new("provider_invoices", "What is known of an invoice at whoever takes the money. Never a card.")
        {
            Key = ["provider_invoice_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "provider_invoice_id", "hosted_url", "pdf_url"),
                .. Of(DataKind.Figure, "period", "number", "status", "currency", "total", "amount_remaining", "attempts", "due_at", "created_at"),
            ],
        },
        new("billing_accounts", "The tenant's plan, and how it stands with whoever is paid. Never a card.")
        {
            Key = [],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "customer_id", "subscription_id"),
                .. Of(
                    DataKind.Figure, "plan", "subscription_status", "cancel_at", "owed_since", "stage", "stage_since", "stage_number", "unsettled",
                    "applied_terms", "mailed_stage", "report_due_at", "compared_on"),
            ],
        },
        new("request_logs", "A request that was made by one of the tenant's keys or accounts.")
        {
            Key = ["request_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "request_id", "key_id", "account_id"),
                .. Of(DataKind.Figure, "duration_us", "request_bytes", "status", "mode", "method", "route", "code"),
                Account("address"), Account("user_agent"),
            ],
        },
        new("audit_log", "What the operator, and the tenant's own accounts and keys, have changed about the tenant.")
        {
            Key = ["audit_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "audit_id", "request_id", "targets"), .. Of(DataKind.Figure, "at", "action", "phase", "status", "code"),
                Account("actor"), Account("ip_address"),
            ],
        },
        new("webhook_attempts", "A try to send an event to an endpoint of the tenant's: when, and what a receiver that did not take it answered. What was sent is the event.")
        {
            Key = ["attempt_id"],
            IdentityColumn = "event_id",
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "attempt_id", "endpoint_id", "delivery_id", "event_id"),
                EndUser("response_headers", EndUserErasing.Empty), EndUser("response_body", EndUserErasing.Empty),
                .. Of(
                    DataKind.Figure, "event_type", "sequence", "number", "state", "is_last", "queued_at", "duration_us", "status", "error", "next_at"),
            ],
        },
        new("webhook_endpoints", "An address that the tenant has its events sent to.")
        {
            Key = ["endpoint_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "endpoint_id"), .. Of(DataKind.Content, "url", "description"),
                .. Of(DataKind.Secret, "secret", "previous_secret"),
                .. Of(
                    DataKind.Figure, "mode", "types", "enabled", "disabled_reason", "disabled_at", "previous_until", "failing_since", "last_succeeded_at",
                    "told", "created_at", "updated_at", "version"),
            ],
        },
        new("tenant_restrictions", "What is not done with the tenant's data.")
        {
            Key = [],
            Columns = [Owner, .. Of(DataKind.Figure, "scope", "since")],
        },
        new("tenant_storages", "A bucket of the tenant's own, in use or used before.")
        {
            Key = ["storage_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "storage_id"),
                .. Of(DataKind.Content, "endpoint", "region", "bucket", "prefix", "key_template", "access_key_id", "role_arn"), .. Of(DataKind.Secret, "secret"),
                .. Of(DataKind.Figure, "force_path_style", "is_current", "created_at", "updated_at", "tested_at"),
            ],
        },
        new("abuse_incidents", "What a rule about abuse has done about the tenant.")
        {
            Key = ["incident_id"],
            FoundBy = TenantFoundBy.Subject,
            NotExportedSince = "The operator's own; the tenant reads of it in its events.",
            Columns =
            [
                .. Of(DataKind.Identifier, "incident_id", "subject"),
                .. Of(DataKind.Figure, "rule", "stage", "counted", "threshold", "stage_at", "until", "undone_at", "exempt_until"),
                new("address", DataKind.Personal) { Whose = DataSubject.Account },
            ],
        },
        new("api_key_replaced_secrets", "A secret of an API key that was replaced and works for some time still.")
        {
            Key = ["key_id", "hash"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "key_id", "prefix", "last_four"), .. Of(DataKind.Secret, "hash"), .. Of(DataKind.Figure, "ends_at"),
            ],
        },
        new("api_keys", "What is kept of an API key, and who used it last.")
        {
            Key = ["key_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "key_id", "prefix", "last_four", "account_id"), .. Of(DataKind.Content, "name", "allowed_ips"),
                .. Of(DataKind.Secret, "hash"),
                .. Of(
                    DataKind.Figure, "mode", "kind", "scopes", "points_per_second", "points_burst", "created_at", "expires_at", "disabled_at", "revoked_at",
                    "revoke_reason", "last_used_at"),
                Account("last_used_ip"), Account("last_used_agent"),
            ],
        },
        new("account_sessions", "Somebody who is signed in.")
        {
            Key = ["session_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "session_id", "account_id"), .. Of(DataKind.Secret, "hash"),
                .. Of(DataKind.Figure, "created_at", "last_seen_at"), Account("address"), Account("user_agent"),
            ],
        },
        new("account_tokens", "A link that was mailed to an account, as long as it works.")
        {
            Key = ["token_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "token_id", "account_id"), .. Of(DataKind.Secret, "hash"),
                .. Of(DataKind.Figure, "purpose", "created_at", "expires_at"), Account("new_email"),
            ],
        },
        new("invitations", "Somebody who was invited to have an account.")
        {
            Key = ["invitation_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "invitation_id", "invited_by"), .. Of(DataKind.Secret, "hash"),
                .. Of(DataKind.Figure, "role", "created_at", "expires_at"), Account("email"), Account("email_key"),
            ],
        },
        new("accounts", "Somebody who has an account.")
        {
            Key = ["account_id"],
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "account_id", "subject"), .. Of(DataKind.Secret, "password_hash"),
                .. Of(DataKind.Figure, "email_verified_at", "role", "provider", "created_at", "signed_out_at"),
                Account("email"), Account("email_key"), Account("name"),
            ],
        },
        new("orleansreminderstable", "What one of the tenant's grains is to be woken for.")
        {
            Key = ["grainid", "remindername"],
            FoundBy = TenantFoundBy.GrainId,
            NotExportedSince = "Nothing but instants of RelayKit's own.",
            Columns = [.. Of(DataKind.Identifier, "serviceid", "grainid", "remindername"), .. Of(DataKind.Figure, "starttime", "period", "grainhash", "version")],
        },
        new("orleansstorage", "The tenant's settings, limits and roles.")
        {
            Key = ["graintypestring", "grainidextensionstring"],
            FoundBy = TenantFoundBy.GrainKey,
            Columns =
            [
                .. Of(DataKind.Identifier, "graintypestring", "grainidextensionstring", "serviceid"), .. Of(DataKind.Content, "payloadbinary"),
                .. Of(DataKind.Figure, "modifiedon", "version", "grainidhash", "grainidn0", "grainidn1", "graintypehash"),
            ],
        },
        new("tenant_deletions", "That the tenant is to be deleted, or was.")
        {
            Key = ["deletion_id"],
            OnTenantErasure = TenantErasing.KeepCertificate,
            Columns =
            [
                Owner, .. Of(DataKind.Identifier, "deletion_id"), .. Of(DataKind.Secret, "pseudonym"),
                .. Of(DataKind.Figure, "requested_at", "erase_at", "cancelled_at", "erasing_since", "erased", "erased_at", "certificate"),
                Account("notify"),
            ],
        },
        new("tenants", "The tenant itself.")
        {
            Key = [],
            Columns = [Owner, .. Of(DataKind.Content, "name"), .. Of(DataKind.Figure, "created_at")],
        },
    ];

    /// <summary>Tables that hold nothing of a tenant's, and why.</summary>
    public static ImmutableDictionary<string, string> WithoutTenants { get; } = new Dictionary<string, string>
    {
        ["schema_versions"] = "Which migrations have run.",
        ["orleansquery"] = "Orleans' statements.",
        ["orleansmembershiptable"] = "The silos.",
        ["orleansmembershipversiontable"] = "The silos.",
        ["bandwidth_marks"] = "Counters of LiveKit's nodes.",
        ["operator_idempotency_keys"] = "The operator's requests, sealed, for 24 hours.",
        ["retained_usage"] = "Monthly sums of tenants that were erased, under pseudonyms that lead back to nobody.",
        ["data_protection_keys"] = "The key ring by which secrets are sealed.",
        ["retention_runs"] = "When the daily removal ran.",
        ["retention_removals"] = "How many rows the daily removal has removed.",
        ["mail_events"] = "Which of the mail provider's events have come, for 30 days.",
        ["notices"] = "The operator's messages to all accounts.",
        ["stripe_events"] = "Which of Stripe's events have come, and what they were about, for 30 days.",
        ["billing_plans"] = "The operator's plans.",
        ["certificate_keys"] = "The keys by which certificates are signed.",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static List<DataColumn> Of(DataKind kind, params ReadOnlySpan<string> names)
    {
        var columns = new List<DataColumn>(names.Length);
        foreach (var name in names)
        {
            columns.Add(new DataColumn(name, kind));
        }

        return columns;
    }

    private static DataColumn EndUser(string name, EndUserErasing erasing) =>
        new(name, DataKind.Personal) { Whose = DataSubject.EndUser, OnEndUserErasure = erasing };

    private static DataColumn Account(string name) => new(name, DataKind.Personal) { Whose = DataSubject.Account };
}
