using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of events, webhooks and logs.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind EventNotFound = new(
        "event_not_found", Status404NotFound,
        "The tenant's log has no event of that id in that mode, or it is older than 30 days.",
        "List the events with `GET /v1/events`.");

    public static readonly ProblemKind EventsExpired = new(
        "events_expired", Status410Gone,
        "Events that came after the place that was asked for have grown older than 30 days and are no longer told of.",
        "Begin anew with `after=0`, and take what you hold to lack some events. Sessions and usage go back further.");

    public static readonly ProblemKind WebhookEndpointNotFound = new(
        "webhook_endpoint_not_found", Status404NotFound,
        "The tenant has no webhook endpoint of that id in the key's mode, or it was deleted.",
        "List the endpoints with `GET /v1/webhook-endpoints`.");

    public static readonly ProblemKind WebhookDeliveryNotFound = new(
        "webhook_delivery_not_found", Status404NotFound,
        "The endpoint has no delivery of that id: it was not tried yet, or is older than 30 days.",
        "List the deliveries with `GET /v1/webhook-endpoints/{webhook_endpoint}/deliveries`; one is there when it was tried for the first time.");

    public static readonly ProblemKind WebhookEndpointDisabled = new(
        "webhook_endpoint_disabled", Status409Conflict,
        "The webhook endpoint is switched off, so nothing but a test is sent there.",
        "Switch it on with `PATCH /v1/webhook-endpoints/{webhook_endpoint}` and `enabled: true`, then replay.");

    public static readonly ProblemKind RequestLogNotFound = new(
        "request_log_not_found", Status404NotFound,
        "The tenant's log has no request of that id: it was another's, is older than 30 days, or could not be logged.",
        "Look in `GET /v1/request-logs`; a request is in it about a second after its answer.");
}
