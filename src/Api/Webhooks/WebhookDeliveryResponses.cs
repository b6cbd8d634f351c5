using System.Text;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>The delivery of one event to one endpoint, by its last attempt.</summary>
/// <param name="Id"><c>dlv_…</c>. The same however often it is tried or replayed.</param>
/// <param name="EventId">The event, <c>evt_…</c>: what <c>webhook-id</c> says.</param>
/// <param name="EventType">The event's type.</param>
/// <param name="Sequence">The event's number in the log; null for a test.</param>
/// <param name="Status"><c>delivered</c>, <c>retrying</c>, <c>exhausted</c> (no attempt is left), or <c>gone</c> (the receiver has answered 410).</param>
/// <param name="Attempts">How often it was tried, since it was queued or replayed.</param>
/// <param name="QueuedAt">When it was written, in the transaction of its event; of a replay, when that was asked for.</param>
/// <param name="LastAttemptAt">When it was tried last.</param>
/// <param name="NextAttemptAt">When it is tried again; null when it is not.</param>
/// <param name="ResponseStatus">What the receiver answered last; null where it did not.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
internal sealed record WebhookDeliveryResponse(
    string Id,
    string EventId,
    string EventType,
    long? Sequence,
    string Status,
    int Attempts,
    DateTimeOffset QueuedAt,
    DateTimeOffset LastAttemptAt,
    DateTimeOffset? NextAttemptAt,
    int? ResponseStatus,
    string? Error)
{
    public static WebhookDeliveryResponse Of(WebhookAttempt last) => new(
        PublicId.Format(PublicId.WebhookDelivery, last.Delivery),
        PublicId.Format(PublicId.Event, last.Event),
        last.EventType,
        last.Sequence,
        last.State.Word(),
        last.Number,
        last.QueuedAt,
        UuidVersion7.InstantOf(last.Id),
        last.NextAt,
        last.Answer?.Status,
        last.Error);
}

/// <summary>A delivery with its attempts, the latest first.</summary>
/// <param name="Id"><c>dlv_…</c>.</param>
/// <param name="EventId">The event, <c>evt_…</c>.</param>
/// <param name="EventType">The event's type.</param>
/// <param name="Sequence">The event's number in the log; null for a test.</param>
/// <param name="Status"><c>delivered</c>, <c>retrying</c>, <c>exhausted</c> or <c>gone</c>.</param>
/// <param name="QueuedAt">When it was written.</param>
/// <param name="NextAttemptAt">When it is tried again; null when it is not.</param>
/// <param name="RequestBody">What is sent; null where the event is gone. As the log has it now: what was erased of it since is not here.</param>
/// <param name="Attempts">The attempts, replays among them, at most 100.</param>
internal sealed record WebhookDeliveryDetailsResponse(
    string Id,
    string EventId,
    string EventType,
    long? Sequence,
    string Status,
    DateTimeOffset QueuedAt,
    DateTimeOffset? NextAttemptAt,
    string? RequestBody,
    IReadOnlyList<WebhookAttemptResponse> Attempts)
{
    public static WebhookDeliveryDetailsResponse Of(IReadOnlyList<WebhookAttempt> attempts, LoggedEvent? one)
    {
        var last = attempts[0];
        return new WebhookDeliveryDetailsResponse(
            PublicId.Format(PublicId.WebhookDelivery, last.Delivery),
            PublicId.Format(PublicId.Event, last.Event),
            last.EventType,
            last.Sequence,
            last.State.Word(),
            last.QueuedAt,
            last.NextAt,
            one is null ? null : Encoding.UTF8.GetString(WebhookBody.Of(one)),
            [.. attempts.Select(WebhookAttemptResponse.Of)]);
    }
}

/// <summary>One attempt.</summary>
/// <param name="Number">The how manieth it was, from 1 on; a replay begins again.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Status">What it made of the delivery.</param>
/// <param name="RequestHeaders">What was sent with it, without the signatures.</param>
/// <param name="ResponseStatus">What the receiver answered; null where it did not.</param>
/// <param name="ResponseHeaders">Some of the answer's headers.</param>
/// <param name="ResponseBody">The first 4 KiB of an answer that was no success; null of any other, and where an end user was erased of whom it may tell. Credentials, and whom the event tells of, are taken out.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
/// <param name="NextAttemptAt">When it was to be tried again; null when it was not.</param>
internal sealed record WebhookAttemptResponse(
    int Number,
    DateTimeOffset StartedAt,
    long DurationMs,
    string Status,
    IReadOnlyList<WebhookHeaderResponse> RequestHeaders,
    int? ResponseStatus,
    IReadOnlyList<WebhookHeaderResponse> ResponseHeaders,
    string? ResponseBody,
    string? Error,
    DateTimeOffset? NextAttemptAt)
{
    public static WebhookAttemptResponse Of(WebhookAttempt attempt)
    {
        var startedAt = UuidVersion7.InstantOf(attempt.Id);
        return new WebhookAttemptResponse(
            attempt.Number,
            startedAt,
            (long)attempt.Duration.TotalMilliseconds,
            attempt.State.Word(),
            [
                new(WebhookHeaders.Standard.Id, PublicId.Format(PublicId.Event, attempt.Event)),
                new(WebhookHeaders.Standard.Timestamp, WebhookSignature.TimestampText(startedAt)),
                new(WebhookHeaders.Standard.Signature, "v1,…"),
                new("content-type", "application/json"),
            ],
            attempt.Answer?.Status,
            attempt.Answer is { } answer ? [.. answer.Headers.Select(static header => new WebhookHeaderResponse(header.Name, header.Value))] : [],
            attempt.Answer?.Body,
            attempt.Error,
            attempt.NextAt);
    }
}

/// <summary>A header.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Value">Its value.</param>
internal sealed record WebhookHeaderResponse(string Name, string Value);
