using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.RequestLogs;

namespace RelayKit.Api.RequestLogs;

/// <summary>The requests that the tenant made: <c>/v1/request-logs</c>.</summary>
internal static class RequestLogEndpoints
{
    private const string What =
        "Each request of the tenant's keys and accounts of the last 30 days, in either mode, the newest first. A request is in the log about a second after it was "
        + "answered. The log has the route's template and not what its parameters were, and no query, body or credential. Requests that RelayKit could not log, "
        + "since too many came at once or its database was away, are missing; what they did is in the tenant's events.";

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/request-logs", ListAsync).Needs(Scope.RequestLogsRead).Costs(RouteCost.Read).Describe(new RouteDoc(
            "listRequestLogs", RouteTags.RequestLogs, "List requests", What)
        {
            Query =
            [
                QueryDoc.Limit,
                QueryDoc.Cursor,
                QueryDoc.Instant("from", "Only requests that came in at this instant or later."),
                QueryDoc.Instant("to", "Only requests that came in before this instant."),
                new("method", "Only requests of this method.") { Words = RequestLogFilters.Methods },
                new("route", "Only requests of the route of this template.") { Example = "/v1/rooms/{room}" },
                new("status", "Only requests that were answered with this status, or with one of a class.") { Example = "4xx" },
                new("code", "Only requests that were answered with this code.") { Example = "room_not_found" },
                new("key_id", "Only requests of this API key.") { Example = "key_01arz3ndektsv4rrffq69g5fav" },
                new("ip", "Only requests that came from this address.") { Example = "203.0.113.7" },
                new("id", "Only the request of this id, as `Request-Id` had it.") { Example = "req_01arz3ndektsv4rrffq69g5fav" },
            ],
            Answers = [new(200, typeof(Page<RequestLogResponse>), "A page of requests.")],
        });
        tenant.MapGet("/request-logs/{request}", GetAsync).Needs(Scope.RequestLogsRead).Costs(RouteCost.Read).Describe(new RouteDoc(
            "getRequestLog", RouteTags.RequestLogs, "Get a request", "One request, by the id that its answer had in `Request-Id`.")
        {
            Answers = [new(200, typeof(RequestLogResponse), "The request.")],
            Problems = [ProblemKinds.RequestLogNotFound],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, IRequestLogStore store)
    {
        var errors = new FieldErrors();
        var query = RequestLogFilters.Read(context, new RequestLogQuery(CurrentTenant.Of(context).Tenant, 0), errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var page = await store.ListAsync(query, context.RequestAborted);
        return Results.Json(
            new Page<RequestLogResponse>(
                [.. page.Entries.Select(RequestLogResponse.Of)],
                page.Next is { } next ? PublicId.Format(PublicId.Request, next) : null),
            ApiJson.Default.PageRequestLogResponse);
    }

    private static async Task<IResult> GetAsync(string request, HttpContext context, IRequestLogStore store) =>
        PublicId.TryParse(PublicId.Request, request, out var id)
        && await store.FindAsync(CurrentTenant.Of(context).Tenant, id, context.RequestAborted) is { } entry
            ? Results.Json(RequestLogResponse.Of(entry), ApiJson.Default.RequestLogResponse)
            : new ProblemResult(
                ProblemKinds.RequestLogNotFound, "The log has no request of that id. It may be older than 30 days, or too new: a request is logged within a second or so.");
}
