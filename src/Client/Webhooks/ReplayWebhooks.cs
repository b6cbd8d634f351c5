namespace RelayKit.Client;

/// <summary>Which events to send once more: one event, or a range by numbers or by time.</summary>
public sealed record ReplayWebhooks
{
    /// <summary>The event, <c>evt_…</c>.</summary>
    public string? EventId { get; init; }

    /// <summary>The first event's sequence.</summary>
    public long? FromSequence { get; init; }

    /// <summary>The last event's sequence; left out, the end of the log.</summary>
    public long? ToSequence { get; init; }

    /// <summary>Only what happened at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only what happened before this instant; left out, now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether what has arrived already is passed over.</summary>
    public bool? OnlyUndelivered { get; init; }
}
