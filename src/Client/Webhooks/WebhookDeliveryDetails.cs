namespace RelayKit.Client;

/// <summary>A delivery with its attempts, the latest first.</summary>
public sealed record WebhookDeliveryDetails
{
    /// <summary><c>dlv_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The event, <c>evt_…</c>.</summary>
    public string EventId { get; init; } = "";

    /// <summary>The event's type.</summary>
    public string EventType { get; init; } = "";

    /// <summary>The event's number in the log; null for a test.</summary>
    public long? Sequence { get; init; }

    /// <summary>How far it has come.</summary>
    public WebhookDeliveryStatus Status { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it is tried again; null when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What is sent; null where the event is gone.</summary>
    public string? RequestBody { get; init; }

    /// <summary>The attempts, replays among them, at most 100.</summary>
    public IReadOnlyList<WebhookAttempt> Attempts { get; init; } = [];
}
