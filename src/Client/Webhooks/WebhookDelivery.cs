namespace RelayKit.Client;

/// <summary>The delivery of one event to one endpoint, by its last attempt.</summary>
public sealed record WebhookDelivery
{
    /// <summary><c>dlv_…</c>. The same however often it is tried or replayed.</summary>
    public string Id { get; init; } = "";

    /// <summary>The event, <c>evt_…</c>: what <c>webhook-id</c> says.</summary>
    public string EventId { get; init; } = "";

    /// <summary>The event's type.</summary>
    public string EventType { get; init; } = "";

    /// <summary>The event's number in the log; null for a test.</summary>
    public long? Sequence { get; init; }

    /// <summary>How far it has come.</summary>
    public WebhookDeliveryStatus Status { get; init; }

    /// <summary>How often it was tried, since it was queued or replayed.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was written, in the transaction of its event; of a replay, when that was asked for.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it was tried last.</summary>
    public DateTimeOffset LastAttemptAt { get; init; }

    /// <summary>When it is tried again; null when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What the receiver answered last; null where it did not.</summary>
    public int? ResponseStatus { get; init; }

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Error { get; init; }
}
