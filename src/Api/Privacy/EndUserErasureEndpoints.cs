using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Privacy;
using RelayKit.Rooms;

namespace RelayKit.Api.Privacy;

/// <summary>The erasure of one end user: <c>/v1/privacy/erasures</c>.</summary>
internal static class EndUserErasureEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/privacy/erasures", EraseAsync).Costs(RouteCost.Start).Needs(Scope.PrivacyWrite).Audited().Describe(new RouteDoc(
            "eraseEndUser",
            RouteTags.Privacy,
            "Erase an end user",
            """
            Takes an identity out of all that is kept, of live and of test mode: in participant sessions and events it is replaced by a pseudonym that leads back to
            nobody, names become empty, and rooms that it was kept out of are open to it again. Minutes and bills stay as they are, and labels too, since usage is added up
            by them. Neither RelayKit nor the certificate keeps whom it was about.

            The identity must not have been in a session that goes on. Whatever is told of it later, by a webhook that was under way or by a new join, is new data.
            """)
        {
            Body = typeof(EraseEndUserRequest),
            Example = """{"identity": "grace"}""",
            Answers = [new(201, typeof(EndUserErasureResponse), "The end user was erased.")],
            Problems = [ProblemKinds.IdentityInLiveSession],
        });
        tenant.MapGet("/privacy/erasures", ListAsync).Costs(RouteCost.Read).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "listErasures", RouteTags.Privacy, "List erasures of end users", "With their certificates, the newest first.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<EndUserErasureResponse>), "A page of erasures.")],
        });
        tenant.MapGet("/privacy/erasures/{erasure}", GetAsync).Costs(RouteCost.Read).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "getErasure", RouteTags.Privacy, "Get an erasure of an end user", "With its certificate.")
        {
            Answers = [new(200, typeof(EndUserErasureResponse), "The erasure.")],
            Problems = [ProblemKinds.ErasureNotFound],
        });
    }

    private static async Task<IResult> EraseAsync(
        HttpContext context, IEndUserErasure erasure, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.EraseEndUserRequest);
        if (request is null)
        {
            return problem!;
        }

        var (tenant, identity) = (CurrentTenant.Of(context).Tenant, request.Identity!);
        if (await erasure.IsInLiveSessionAsync(tenant, identity, context.RequestAborted))
        {
            return new ProblemResult(
                ProblemKinds.IdentityInLiveSession, "The identity is, or was, in a session that goes on. Wait until it has ended, or end it, and repeat the request.");
        }

        // Rooms have in mind whom they keep out.
        foreach (var room in await erasure.ListBansAsync(tenant, identity, context.RequestAborted))
        {
            await calls.RepeatableAsync(
                rooms.Get(room.ToString()), identity, static (grain, identity, giveUp) => grain.LiftBanAsync(identity, giveUp), context.RequestAborted);
        }

        var erased = await erasure.EraseAsync(
            tenant, IdempotentRequest.Of(context, time).Id("erasure"), identity, time.GetUtcNow(), context.RequestAborted);
        return Results.Json(EndUserErasureResponse.Of(erased), ApiJson.Default.EndUserErasureResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IEndUserErasure erasure)
    {
        if (PageRequest.Refuse(context, PublicId.Erasure, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var found = await erasure.ListAsync(CurrentTenant.Of(context).Tenant, limit + 1, before, context.RequestAborted);
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.Erasure, static item => item.Id, EndUserErasureResponse.Of),
            ApiJson.Default.PageEndUserErasureResponse);
    }

    private static async Task<IResult> GetAsync(string erasure, HttpContext context, IEndUserErasure store) =>
        PublicId.TryParse(PublicId.Erasure, erasure, out var id)
        && await store.FindAsync(CurrentTenant.Of(context).Tenant, id, context.RequestAborted) is { } found
            ? Results.Json(EndUserErasureResponse.Of(found), ApiJson.Default.EndUserErasureResponse)
            : new ProblemResult(ProblemKinds.ErasureNotFound, "There is no such erasure. List them with GET /v1/privacy/erasures.");
}
