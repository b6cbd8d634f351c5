using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Sessions;

namespace RelayKit.Api.Sessions;

/// <summary>The history of sessions: <c>/v1/sessions</c>.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/sessions", ListAsync).Costs(RouteCost.Read).Needs(Scope.SessionsRead).Describe(new RouteDoc(
            "listSessions", RouteTags.Sessions, "List sessions", "The lives of the tenant's rooms, those that began last first.")
        {
            Query =
            [
                QueryDoc.Limit,
                QueryDoc.Cursor,
                new("room", "Only sessions of this room.") { Example = "standup" },
                QueryDoc.Instant("from", "Only sessions that began at this instant or later."),
                QueryDoc.Instant("to", "Only sessions that began before this instant."),
            ],
            Answers = [new(200, typeof(Page<SessionSummaryResponse>), "A page of sessions.")],
        });
        tenant.MapGet("/sessions/{session}", GetAsync).Costs(RouteCost.Read).Needs(Scope.SessionsRead).Describe(new RouteDoc(
            "getSession", RouteTags.Sessions, "Get a session", "One life of a room with everybody who was in it.")
        {
            Answers = [new(200, typeof(SessionResponse), "The session.")],
            Problems = [ProblemKinds.SessionNotFound],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, ISessionStore store)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "room", "from", "to");
        var limit = PageRequest.ReadLimit(context, errors);
        var room = PageRequest.ReadRoomName(context, "room", errors);
        var (from, to) = (InstantParameter.Read(context, errors, "from"), InstantParameter.Read(context, errors, "to"));
        var before = PageRequest.ReadCursor(context, PublicId.Session, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        var page = await store.ListAsync(
            new SessionListQuery(current.Tenant, current.Mode, room, from, to, limit, before), context.RequestAborted);
        return Results.Json(
            new Page<SessionSummaryResponse>(
                [.. page.Sessions.Select(SessionSummaryResponse.Of)],
                page.Next is { } next ? PublicId.Format(PublicId.Session, next) : null),
            ApiJson.Default.PageSessionSummaryResponse);
    }

    private static async Task<IResult> GetAsync(string session, HttpContext context, ISessionStore store)
    {
        var current = CurrentTenant.Of(context);
        if (PublicId.TryParse(PublicId.Session, session, out var id)
            && await store.GetAsync(current.Tenant, current.Mode, id, context.RequestAborted) is { } detail)
        {
            return Results.Json(SessionResponse.Of(detail), ApiJson.Default.SessionResponse);
        }

        return new Error(ErrorCode.SessionNotFound, "There is no such session. List them with GET /v1/sessions.").ToProblem();
    }
}
