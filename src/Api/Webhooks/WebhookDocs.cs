using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Events;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>What the OpenAPI document says of webhook endpoints.</summary>
internal static class WebhookDocs
{
    public static RouteDoc Create { get; } = new(
        "createWebhookEndpoint",
        RouteTags.WebhookEndpoints,
        "Create a webhook endpoint",
        """
        Has the events of the key's mode sent to an address from now on, as `POST` requests by Standard Webhooks: the body is the event as `GET /v1/events` shows it, and
        `webhook-id`, `webhook-timestamp` and `webhook-signature` say which it is and that RelayKit sent it. What does not answer 2xx within 15 seconds is
        tried again, ten times within 75 hours. An event may come twice and out of order: its `id` tells the one and its `sequence` the other.

        The secret is in this answer and in no other. There can be 50 endpoints in each mode, unless the operator says otherwise.
        """)
    {
        Body = typeof(CreateWebhookEndpointRequest),
        Example = """{"url": "https://example.com/webhooks/relaykit", "description": "Billing", "event_types": ["recording.*", "room.finished"]}""",
        Answers = [new(201, typeof(CreatedWebhookEndpointResponse), "The endpoint, with its secret.")],
        Problems = [ProblemKinds.TooMany],
    };

    public static RouteDoc List { get; } = new(
        "listWebhookEndpoints", RouteTags.WebhookEndpoints, "List webhook endpoints", "Those of the key's mode. Those made last come first.")
    {
        Query = [QueryDoc.Limit, QueryDoc.Cursor],
        Answers = [new(200, typeof(Page<WebhookEndpointResponse>), "A page of endpoints.")],
    };

    public static RouteDoc Get { get; } = new(
        "getWebhookEndpoint", RouteTags.WebhookEndpoints, "Get a webhook endpoint", "The endpoint and how it fares. Its secret is not shown.")
    {
        Answers = [new(200, typeof(WebhookEndpointResponse), "The endpoint.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound],
    };

    public static RouteDoc Update { get; } = new(
        "updateWebhookEndpoint",
        RouteTags.WebhookEndpoints,
        "Change a webhook endpoint",
        "Changes some of an endpoint: what is left out stays, as does its secret. It holds for whatever is sent from now on, what waits to be tried again too. What happens while it is switched off "
        + "is not sent later by itself: replay it.")
    {
        Body = typeof(UpdateWebhookEndpointRequest),
        Example = """{"event_types": ["recording.completed"], "enabled": true}""",
        Answers = [new(200, typeof(WebhookEndpointResponse), "The endpoint as it is now.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound],
    };

    public static RouteDoc Delete { get; } = new(
        "deleteWebhookEndpoint", RouteTags.WebhookEndpoints, "Delete a webhook endpoint", "Nothing more is sent there, what waits to be tried again neither.")
    {
        Answers = [new(200, typeof(WebhookEndpointResponse), "The endpoint as it was.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound],
    };

    public static RouteDoc Rotate { get; } = new(
        "rotateWebhookSecret",
        RouteTags.WebhookEndpoints,
        "Rotate a webhook endpoint's secret",
        "Gives the endpoint another secret, which is in this answer and in no other. Until the overlap is over each request has a signature of both, the newer first; a secret from before these two is "
        + "dropped. Send an `Idempotency-Key`: then a repetition gets the same secret instead of rotating once more.")
    {
        Body = typeof(RotateWebhookSecretRequest),
        Example = """{"overlap_seconds": 86400}""",
        Answers = [new(200, typeof(CreatedWebhookEndpointResponse), "The endpoint with its new secret.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound],
    };

    public static RouteDoc Test { get; } = new(
        "testWebhookEndpoint",
        RouteTags.WebhookEndpoints,
        "Test a webhook endpoint",
        "Sends an event of type `webhook.test`, also where the endpoint is switched off or does not ask for it. It is in no log, its `sequence` is 0, and says nothing for or against the endpoint.")
    {
        Answers = [new(202, typeof(WebhookTestResponse), "It is on its way: look at the delivery.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound],
    };

    public static RouteDoc Replay { get; } = new(
        "replayWebhooks",
        RouteTags.WebhookEndpoints,
        "Replay events to a webhook endpoint",
        """
        Sends events of the last 30 days once more: one event, or a range by `sequence` or by time. They have the ids that they had, and are tried as often as new ones;
        what waits for its next attempt has it at once. Of a range, only what the endpoint asks for is sent. One call looks at 10,000 events; `next_sequence` says where the next
        call is to begin.
        """)
    {
        Body = typeof(ReplayWebhooksRequest),
        Example = """{"event_id": "evt_01arz3ndektsv4rrffq69g5fav", "only_undelivered": false}""",
        Answers = [new(202, typeof(WebhookReplayResponse), "They are on their way.")],
        Problems =
        [
            ProblemKinds.WebhookEndpointNotFound, ProblemKinds.WebhookEndpointDisabled, ProblemKinds.EventNotFound,
        ],
    };

    public static RouteDoc ListDeliveries { get; } = new(
        "listWebhookDeliveries",
        RouteTags.WebhookEndpoints,
        "List deliveries",
        "What was sent to the endpoint in the last 30 days, each delivery by its last attempt, the latest first. One that was not tried yet is not among them.")
    {
        Query =
        [
            QueryDoc.Limit,
            QueryDoc.Cursor,
            new("status", "Only deliveries in this state.") { Words = [.. WebhookWords.States] },
            new("event_type", "Only deliveries of events of this type.") { Example = TenantEventTypes.RecordingCompleted },
            new("event_id", "Only deliveries of this event.") { Example = "evt_01arz3ndektsv4rrffq69g5fav" },
        ],
        Answers = [new(200, typeof(Page<WebhookDeliveryResponse>), "A page of deliveries.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound],
    };

    public static RouteDoc GetDelivery { get; } = new(
        "getWebhookDelivery", RouteTags.WebhookEndpoints, "Get a delivery", "The delivery with what was sent and each attempt, the latest first.")
    {
        Answers = [new(200, typeof(WebhookDeliveryDetailsResponse), "The delivery.")],
        Problems = [ProblemKinds.WebhookEndpointNotFound, ProblemKinds.WebhookDeliveryNotFound],
    };
}
