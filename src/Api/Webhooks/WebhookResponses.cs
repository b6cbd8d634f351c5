using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>An address that events are sent to, without its secret.</summary>
/// <param name="Id"><c>whe_…</c>.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Description">What it is for; null where nothing was said.</param>
/// <param name="EventTypes">Which events it gets; empty for all.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>: the events of which mode it gets. Those of no mode come to either.</param>
/// <param name="Enabled">Whether events are sent.</param>
/// <param name="DisabledReason">Why RelayKit has switched it off: <c>gone</c> or <c>failing</c>. Null where it has not.</param>
/// <param name="DisabledAt">When RelayKit has switched it off.</param>
/// <param name="FailingSince">When the first request failed since the last one that did not; null where the last one did not fail.</param>
/// <param name="LastSucceededAt">When a request succeeded last, to the minute; null for never.</param>
/// <param name="PreviousSecretUntil">Until when requests are signed with the secret before as well; null where they are not.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record WebhookEndpointResponse(
    string Id,
    string Url,
    string? Description,
    IReadOnlyList<string> EventTypes,
    string Mode,
    bool Enabled,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset? LastSucceededAt,
    DateTimeOffset? PreviousSecretUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static WebhookEndpointResponse Of(WebhookEndpoint endpoint, DateTimeOffset now) => new(
        PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id),
        endpoint.Url,
        endpoint.Description,
        endpoint.Types,
        endpoint.Mode.Word(),
        endpoint.IsEnabled,
        endpoint.Stop?.Word(),
        endpoint.StoppedAt,
        endpoint.FailingSince,
        endpoint.LastSucceededAt,
        endpoint.PreviousUntil > now ? endpoint.PreviousUntil : null,
        endpoint.CreatedAt,
        endpoint.UpdatedAt);

    public override string ToString() => $"{nameof(WebhookEndpointResponse)} {{ {Id} }}";
}

/// <summary>An endpoint that was just made, or has a new secret.</summary>
/// <param name="Id"><c>whe_…</c>.</param>
/// <param name="Secret">What webhooks are signed with, <c>whsec_…</c>. It is in this answer and in no other.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Description">What it is for; null where nothing was said.</param>
/// <param name="EventTypes">Which events it gets; empty for all.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Enabled">Whether events are sent.</param>
/// <param name="DisabledReason">Why RelayKit has switched it off; null where it has not.</param>
/// <param name="DisabledAt">When RelayKit has switched it off.</param>
/// <param name="FailingSince">When the first request failed since the last one that did not.</param>
/// <param name="LastSucceededAt">When a request succeeded last, to the minute.</param>
/// <param name="PreviousSecretUntil">Until when requests are signed with the secret before as well; null where they are not.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record CreatedWebhookEndpointResponse(
    string Id,
    string Secret,
    string Url,
    string? Description,
    IReadOnlyList<string> EventTypes,
    string Mode,
    bool Enabled,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset? LastSucceededAt,
    DateTimeOffset? PreviousSecretUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static CreatedWebhookEndpointResponse Of(WebhookEndpoint endpoint, WebhookSecret secret, DateTimeOffset now)
    {
        var row = WebhookEndpointResponse.Of(endpoint, now);
        return new CreatedWebhookEndpointResponse(
            row.Id, secret.Text, row.Url, row.Description, row.EventTypes, row.Mode, row.Enabled, row.DisabledReason, row.DisabledAt, row.FailingSince,
            row.LastSucceededAt, row.PreviousSecretUntil, row.CreatedAt, row.UpdatedAt);
    }

    public override string ToString() => $"{nameof(CreatedWebhookEndpointResponse)} {{ {Id} }}";
}

/// <summary>A test that is on its way.</summary>
/// <param name="Id">The delivery, <c>dlv_…</c>: it can be looked up when it was tried, within a second or so.</param>
/// <param name="EventId">The id of the event that the test tells of, which no log has.</param>
internal sealed record WebhookTestResponse(string Id, string EventId);

/// <summary>What is sent once more.</summary>
/// <param name="Queued">How many deliveries.</param>
/// <param name="NextSequence">Where the next call is to begin, since one looks at no more than 10,000 events; null where all were looked at.</param>
internal sealed record WebhookReplayResponse(int Queued, long? NextSequence);
