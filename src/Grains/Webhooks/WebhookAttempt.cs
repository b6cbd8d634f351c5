using System.Collections.Immutable;

namespace RelayKit.Webhooks;

/// <summary>One try to send an event to an endpoint.</summary>
public sealed record WebhookAttempt
{
    /// <summary>A UUIDv7 of when it began.</summary>
    public required Guid Id { get; init; }

    /// <summary>The endpoint.</summary>
    public required Guid Endpoint { get; init; }

    /// <summary>The delivery: of one endpoint and one event, however often it is tried or replayed.</summary>
    public required Guid Delivery { get; init; }

    /// <summary>The event.</summary>
    public required Guid Event { get; init; }

    /// <summary>The event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>The event's number in the log; null for a test.</summary>
    public long? Sequence { get; init; }

    /// <summary>The how manieth try it was, from 1 on; a replay begins again.</summary>
    public required int Number { get; init; }

    /// <summary>What it made of the delivery.</summary>
    public required WebhookState State { get; init; }

    /// <summary>When the delivery was written, in the transaction of its event; of a replay, when that was asked for.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What came back; null where nothing did.</summary>
    public WebhookAnswer? Answer { get; init; }

    /// <summary>What went wrong, for people; null where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>When it is tried again; null when it is not.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Some of its headers, those that could hold a secret without their values.</param>
/// <param name="Body">The beginning of its body as text; null where it was empty.</param>
public sealed record WebhookAnswer(int Status, ImmutableArray<WebhookHeader> Headers, string? Body);

/// <summary>A header.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Value">Its value.</param>
public sealed record WebhookHeader(string Name, string Value);
