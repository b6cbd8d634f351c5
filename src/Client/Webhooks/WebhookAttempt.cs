namespace RelayKit.Client;

/// <summary>One attempt to send an event to an endpoint.</summary>
public sealed record WebhookAttempt
{
    /// <summary>The how manieth it was, from 1 on; a replay begins again.</summary>
    public int Number { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public long DurationMs { get; init; }

    /// <summary>What it made of the delivery.</summary>
    public WebhookDeliveryStatus Status { get; init; }

    /// <summary>What was sent with it, without the signatures.</summary>
    public IReadOnlyList<WebhookHeader> RequestHeaders { get; init; } = [];

    /// <summary>What the receiver answered; null where it did not.</summary>
    public int? ResponseStatus { get; init; }

    /// <summary>Some of the answer's headers.</summary>
    public IReadOnlyList<WebhookHeader> ResponseHeaders { get; init; } = [];

    /// <summary>The first 4 KiB of an answer that was no success, without credentials and whom the event tells of; null of any other.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>When it was to be tried again; null when it was not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
