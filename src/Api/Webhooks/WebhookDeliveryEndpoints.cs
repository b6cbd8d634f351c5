using Microsoft.AspNetCore.Mvc;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>What was sent to an endpoint, and what is to be sent once more: <c>/v1/webhook-endpoints/{webhook_endpoint}/deliveries</c>, <c>replay</c> and <c>test</c>.</summary>
internal static class WebhookDeliveryEndpoints
{
    private static readonly string[] Known = ["limit", "cursor", "status", "event_type", "event_id"];

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/webhook-endpoints/{webhook_endpoint}/test", TestAsync).Costs(RouteCost.Write).Needs(Scope.WebhookEndpointsWrite).Audited().Describe(WebhookDocs.Test);
        tenant.MapPost("/webhook-endpoints/{webhook_endpoint}/replay", ReplayAsync).Costs(RouteCost.Start).Needs(Scope.WebhookEndpointsWrite).Audited().Describe(WebhookDocs.Replay);
        tenant.MapGet("/webhook-endpoints/{webhook_endpoint}/deliveries", ListAsync).Costs(RouteCost.Read).Needs(Scope.WebhookEndpointsRead).Describe(WebhookDocs.ListDeliveries);
        tenant.MapGet("/webhook-endpoints/{webhook_endpoint}/deliveries/{delivery}", GetAsync).Costs(RouteCost.Read).Needs(Scope.WebhookEndpointsRead).Describe(WebhookDocs.GetDelivery);
    }

    private static async Task<IResult> TestAsync(
        [FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore endpoints, IWebhookDeliveryStore deliveries, TimeProvider time)
    {
        if (await WebhookEndpoints.FindAsync(endpoint, context, endpoints) is not { } found)
        {
            return WebhookEndpoints.NotFound();
        }

        var id = IdempotentRequest.Of(context, time).Id("webhook test");
        var delivery = await deliveries.TestAsync(found, id, context.RequestAborted);
        return Results.Json(
            new WebhookTestResponse(PublicId.Format(PublicId.WebhookDelivery, delivery), PublicId.Format(PublicId.Event, id)),
            ApiJson.Default.WebhookTestResponse,
            statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync([FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore endpoints, IWebhookDeliveryStore deliveries)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, Known);
        var limit = PageRequest.ReadLimit(context, errors);

        // The list goes by tries, whose ids have no name outside: any will do to carry one.
        var before = PageRequest.ReadCursor(context, PublicId.WebhookDelivery, errors);
        var status = PageRequest.ReadWord(context, "status", errors, [.. WebhookWords.States]);
        var type = PageRequest.ReadText(context, "event_type");
        if (type is not null && type != WebhookTypes.Test && !TenantEventTypes.All.Contains(type))
        {
            errors.Add("?event_type", "is no type of event; take one such as recording.completed");
        }

        var eventId = PageRequest.ReadText(context, "event_id");
        var one = Guid.Empty;
        if (eventId is not null && !PublicId.TryParse(PublicId.Event, eventId, out one))
        {
            errors.Add("?event_id", "has to be evt_ and 26 characters");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (await WebhookEndpoints.FindAsync(endpoint, context, endpoints) is not { } found)
        {
            return WebhookEndpoints.NotFound();
        }

        var page = await deliveries.ListAsync(
            new WebhookDeliveryQuery(found.Tenant, found.Id, limit)
            {
                State = WebhookWords.TryParseState(status, out var state) ? state : null,
                EventType = type,
                Event = eventId is null ? null : one,
                Before = before,
            },
            context.RequestAborted);
        return Results.Json(
            new Page<WebhookDeliveryResponse>(
                [.. page.Last.Select(WebhookDeliveryResponse.Of)], page.Next is { } next ? PublicId.Format(PublicId.WebhookDelivery, next) : null),
            ApiJson.Default.PageWebhookDeliveryResponse);
    }

    private static async Task<IResult> GetAsync(
        [FromRoute(Name = "webhook_endpoint")] string endpoint, string delivery, HttpContext context, IWebhookEndpointStore endpoints, IWebhookDeliveryStore deliveries, IEventLog log)
    {
        if (await WebhookEndpoints.FindAsync(endpoint, context, endpoints) is not { } found)
        {
            return WebhookEndpoints.NotFound();
        }

        if (!PublicId.TryParse(PublicId.WebhookDelivery, delivery, out var id)
            || await deliveries.FindAsync(found.Tenant, found.Id, id, context.RequestAborted) is not { IsEmpty: false } attempts)
        {
            return new ProblemResult(
                ProblemKinds.WebhookDeliveryNotFound, "There is no such delivery. It may be older than 30 days, or was not tried yet; list them with GET …/deliveries.");
        }

        var one = attempts[0].EventType == WebhookTypes.Test
            ? WebhookBody.TestOf(found.Id, attempts[0].Event, found.Mode)
            : await log.FindAsync(found.Tenant, attempts[0].Event, context.RequestAborted);
        return Results.Json(WebhookDeliveryDetailsResponse.Of(attempts, one), ApiJson.Default.WebhookDeliveryDetailsResponse);
    }

    private static async Task<IResult> ReplayAsync(
        [FromRoute(Name = "webhook_endpoint")] string endpoint, HttpContext context, IWebhookEndpointStore endpoints, IWebhookDeliveryStore deliveries, IEventLog log, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ReplayWebhooksRequest, WebhookReplays.Check);
        if (request is null)
        {
            return problem!;
        }

        if (await WebhookEndpoints.FindAsync(endpoint, context, endpoints) is not { } found)
        {
            return WebhookEndpoints.NotFound();
        }

        if (!found.IsEnabled)
        {
            return new ProblemResult(ProblemKinds.WebhookEndpointDisabled, "The endpoint is switched off. Switch it on with enabled: true, then replay.");
        }

        var replay = await WebhookReplays.ReadAsync(request, found, log, context.RequestAborted);
        var done = await deliveries.ReplayAsync(replay, context.RequestAborted);
        if (replay.Event is not null && done.Looked == 0)
        {
            return new ProblemResult(ProblemKinds.EventNotFound, "There is no such event. List them with GET /v1/events.");
        }

        var isAll = replay.Event is not null || done.Looked < WebhookReplay.MostEvents;
        return Results.Json(
            new WebhookReplayResponse(done.Queued, isAll ? null : done.LastSequence + 1), ApiJson.Default.WebhookReplayResponse, statusCode: StatusCodes.Status202Accepted);
    }
}
