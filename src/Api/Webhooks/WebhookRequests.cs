using RelayKit.Api.Requests.Rules;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>Asks for a webhook endpoint. Its text does not show the address.</summary>
/// <param name="Url">Where events are sent: an https address of up to 2,000 characters, with a host on the public internet, and neither user name nor fragment.</param>
/// <param name="Description">What it is for, up to 200 characters.</param>
/// <param name="EventTypes">Which events it gets: types such as <c>recording.completed</c>, all of a resource such as <c>recording.*</c>, or <c>*</c>. Left out or empty, all.</param>
/// <param name="Enabled">Whether events are sent. Left out, true.</param>
internal sealed record CreateWebhookEndpointRequest(
    [property: Needed("say where events are to be sent"), Title(WebhookUrl.MaxLength)] string? Url,
    [property: Title(200)] string? Description,
    [property: Items(0, WebhookTypes.Most), EventTypes] IReadOnlyList<string>? EventTypes,
    bool? Enabled)
{
    public override string ToString() => nameof(CreateWebhookEndpointRequest);
}

/// <summary>Changes some of a webhook endpoint: what is left out stays. Its text does not show the address.</summary>
/// <param name="Url">Where events are sent from now on, those that wait to be tried again among them.</param>
/// <param name="Description">What it is for; null for nothing.</param>
/// <param name="EventTypes">Which events it gets from now on; null or empty for all.</param>
/// <param name="Enabled">False switches it off, true on again: then what has failed before counts no more.</param>
internal sealed record UpdateWebhookEndpointRequest(
    [property: Title(WebhookUrl.MaxLength)] string? Url,
    [property: Title(200)] string? Description,
    [property: Items(0, WebhookTypes.Most), EventTypes] IReadOnlyList<string>? EventTypes,
    bool? Enabled)
{
    public override string ToString() => nameof(UpdateWebhookEndpointRequest);
}

/// <summary>Asks for a new secret.</summary>
/// <param name="OverlapSeconds">How long webhooks are signed with the old one as well, 0 to 604,800. Left out, 86,400.</param>
internal sealed record RotateWebhookSecretRequest([property: Between(0, RotateWebhookSecretRequest.MostSeconds)] int? OverlapSeconds)
{
    public const int MostSeconds = 7 * 24 * 60 * 60;

    public const int UsualSeconds = 24 * 60 * 60;

    public TimeSpan ToOverlap() => TimeSpan.FromSeconds(OverlapSeconds ?? UsualSeconds);
}

/// <summary>Says which events to send once more: one event, or a range by numbers or by time.</summary>
/// <param name="EventId">The event, <c>evt_…</c>; it is sent whatever the endpoint's types are.</param>
/// <param name="FromSequence">The first event's <c>sequence</c>.</param>
/// <param name="ToSequence">The last event's <c>sequence</c>. Left out, the end of the log.</param>
/// <param name="From">Only what happened at this instant or later.</param>
/// <param name="To">Only what happened before this instant. Left out, now.</param>
/// <param name="OnlyUndelivered">Whether what has arrived already is passed over. Left out, false.</param>
internal sealed record ReplayWebhooksRequest(
    string? EventId,
    long? FromSequence,
    long? ToSequence,
    DateTimeOffset? From,
    DateTimeOffset? To,
    bool? OnlyUndelivered);
