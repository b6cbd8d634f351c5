namespace RelayKit.Storage.Retention;

/// <summary>A partitioned table whose rows go by time, and how those that are due are found in it without reading the others.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">The column that it is partitioned by, which its primary key has right after the tenant, or after tenant and mode.</param>
/// <param name="RestOfKey">The other columns of the primary key, but for the tenant.</param>
internal sealed record RetainedTable(string Name, string Key, params string[] RestOfKey)
{
    public static readonly RetainedTable RequestLogs = new("request_logs", "request_id") { KeyIsId = true };

    public static readonly RetainedTable WebhookAttempts = new("webhook_attempts", "attempt_id") { KeyIsId = true };

    public static readonly RetainedTable UsageHourly = new("usage_hourly", "hour", "mode", "class");

    public static readonly RetainedTable UsageHourlyByRoom = new("usage_hourly_by_room", "hour", "mode", "room", "class");

    public static readonly RetainedTable UsageHourlyByLabel = new("usage_hourly_by_label", "hour", "mode", "label", "class");

    public static readonly RetainedTable BandwidthHourly = new("bandwidth_hourly", "hour", "mode");

    /// <summary>An event's id says when what it tells of began, which may be long before it happened; it counts from when it happened.</summary>
    public static readonly RetainedTable Events = new("events", "event_id") { KeyIsId = true, CountedFrom = "created_at_ms" };

    /// <summary>A session counts from its end.</summary>
    public static readonly RetainedTable Sessions = new("sessions", "session_id") { KeyIsId = true, CountedFrom = "ended_at_ms" };

    /// <summary>Goes with its session.</summary>
    public static readonly RetainedTable ParticipantSessions = new("participant_sessions", "session_id", "livekit_sid") { KeyIsId = true };

    /// <summary>Whether the key is a UUIDv7; else it is an instant.</summary>
    public bool KeyIsId { get; private init; }

    /// <summary>The column of Unix milliseconds that a row's age is counted from; null where the key itself says it.</summary>
    public string? CountedFrom { get; private init; }
}
