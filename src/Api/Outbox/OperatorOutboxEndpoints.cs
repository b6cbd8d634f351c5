using System.Globalization;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Outbox;

namespace RelayKit.Api.Outbox;

/// <summary>What is to leave the system, and what could not: <c>/v1/operator/outbox</c>.</summary>
internal static class OperatorOutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var outbox = routes.MapGroup("/v1/operator/outbox")
            .AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        outbox.MapGet("/", ReadAsync).Describe(new RouteDoc(
            "readOutbox",
            RouteTags.Operator,
            "See how much waits to be sent",
            "By kind: `webhook` (events to tenants' endpoints), `mail`, `meter` (usage to be billed). A kind that has nothing is not there.")
        {
            Answers = [new(200, typeof(OutboxResponse), "What waits, and what is parked.")],
        });
        outbox.MapGet("/messages", ListAsync).Describe(new RouteDoc(
            "listParkedMessages",
            RouteTags.Operator,
            "List messages that could not be sent",
            "Those that were tried for the last time, or never can arrive as they are. They stay until they are replayed or dropped; those that were written first come first.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor, new("kind", "Only those of this kind.") { Words = [.. OutboxKinds.All] }],
            Answers = [new(200, typeof(Page<ParkedMessageResponse>), "A page of parked messages.")],
        });
        outbox.MapPost("/messages/{message}/replay", ReplayAsync).Describe(new RouteDoc(
            "replayParkedMessage", RouteTags.Operator, "Send a parked message again", "At once, and by the whole schedule of its kind, as if it were new.")
        {
            Answers = [new(200, typeof(ParkedMessageResponse), "The message as it was parked.")],
            Problems = [ProblemKinds.OutboxMessageNotFound],
        });
        outbox.MapDelete("/messages/{message}", DropAsync).Describe(new RouteDoc(
            "dropParkedMessage", RouteTags.Operator, "Give a parked message up", "It will never be sent.")
        {
            Answers = [new(200, typeof(ParkedMessageResponse), "The message as it was parked.")],
            Problems = [ProblemKinds.OutboxMessageNotFound],
        });
        outbox.MapPost("/replay", ReplayAllAsync).Describe(new RouteDoc(
            "replayParkedMessages", RouteTags.Operator, "Send all parked messages of a kind again", "When what kept them from arriving is mended.")
        {
            Body = typeof(ReplayParkedMessagesRequest),
            Example = """{"kind": "mail"}""",
            Answers = [new(200, typeof(ReplayedMessagesResponse), "How many they are.")],
        });
    }

    private static async Task<IResult> ReadAsync(HttpContext context, IOutbox outbox) =>
        Results.Json(OutboxResponse.Of(await outbox.ReadDepthsAsync(context.RequestAborted)), ApiJson.Default.OutboxResponse);

    private static async Task<IResult> ListAsync(HttpContext context, IOutbox outbox)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "kind");
        var limit = PageRequest.ReadLimit(context, errors);
        var kind = PageRequest.ReadWord(context, "kind", errors, [.. OutboxKinds.All]);
        var after = PageRequest.ReadCursor(
            context, errors, static (string text, out long place) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out place), 0);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var found = await outbox.ListParkedAsync(kind, limit + 1, after, context.RequestAborted);
        var page = found.Length > limit ? found[..limit] : found;
        return Results.Json(
            new Page<ParkedMessageResponse>(
                [.. page.Select(ParkedMessageResponse.Of)], found.Length > limit ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null),
            ApiJson.Default.PageParkedMessageResponse);
    }

    private static Task<IResult> ReplayAsync(string message, HttpContext context, IOutbox outbox) => OneAsync(message, outbox.ReplayAsync, context);

    private static Task<IResult> DropAsync(string message, HttpContext context, IOutbox outbox) => OneAsync(message, outbox.DropAsync, context);

    private static async Task<IResult> OneAsync(string message, Func<Guid, CancellationToken, Task<ParkedMessage?>> act, HttpContext context) =>
        PublicId.TryParse(PublicId.OutboxMessage, message, out var id) && await act(id, context.RequestAborted) is { } parked
            ? Results.Json(ParkedMessageResponse.Of(parked), ApiJson.Default.ParkedMessageResponse)
            : new ProblemResult(
                ProblemKinds.OutboxMessageNotFound, "There is no such parked message; it may have been replayed or dropped. List them with GET /v1/operator/outbox/messages.");

    private static async Task<IResult> ReplayAllAsync(HttpContext context, IOutbox outbox)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ReplayParkedMessagesRequest);
        return request is null
            ? problem!
            : Results.Json(
                new ReplayedMessagesResponse(await outbox.ReplayAllAsync(request.Kind!, context.RequestAborted)), ApiJson.Default.ReplayedMessagesResponse);
    }
}
