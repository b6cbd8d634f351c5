using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Tenants;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Api.Privacy;

/// <summary>Objection and restriction of processing (GDPR, articles 18 and 21): <c>/v1/privacy/restriction</c>.</summary>
internal static class RestrictionEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPut("/privacy/restriction", SetAsync).Costs(RouteCost.Write).Needs(Scope.PrivacyWrite).Audited().WorksWhenTerminated().Describe(new RouteDoc(
            "setRestriction",
            RouteTags.Privacy,
            "Restrict what is done with the tenant's data",
            """
            `analysis` stops what goes beyond the service and its bill: the estimate of bandwidth. `all` stops, besides, whatever would bring new data: no join token is minted
            (`processing_restricted`), while sessions that go on may end by themselves; what is there is kept, and can be read and exported. It holds within a second.
            Usage that a bill rests on, the audit log and what keeps abuse away go on in any case.
            """)
        {
            Body = typeof(SetRestrictionRequest),
            Example = """{"scope": "analysis"}""",
            Answers = [new(200, typeof(RestrictionResponse), "The restriction that holds.")],
        });
        tenant.MapGet("/privacy/restriction", GetAsync).Costs(RouteCost.Read).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "getRestriction", RouteTags.Privacy, "Get the restriction that holds", "What is not done with the tenant's data.")
        {
            Answers = [new(200, typeof(RestrictionResponse), "The restriction.")],
            Problems = [ProblemKinds.RestrictionNotFound],
        });
        tenant.MapDelete("/privacy/restriction", RemoveAsync).Costs(RouteCost.Write).Needs(Scope.PrivacyWrite).Audited().WorksWhenTerminated().Describe(new RouteDoc(
            "liftRestriction", RouteTags.Privacy, "Lift the restriction", "Everything is done again, within a second. What was not measured meanwhile stays unmeasured.")
        {
            Answers = [new(204, null, "It is lifted.")],
            Problems = [ProblemKinds.RestrictionNotFound],
        });
    }

    private static async Task<IResult> SetAsync(
        HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SetRestrictionRequest);
        if (request is null)
        {
            return problem!;
        }

        var current = CurrentTenant.Of(context).Tenant;
        var restriction = await calls.RepeatableAsync(
            tenants.Get(current.ToString()),
            RestrictedProcessingText.Parse(request.Scope!),
            static (grain, scope, giveUp) => grain.RestrictAsync(scope, giveUp),
            context.RequestAborted);
        policies.Forget(current);
        return Results.Json(RestrictionResponse.Of(restriction), ApiJson.Default.RestrictionResponse);
    }

    private static async Task<IResult> GetAsync(HttpContext context, IRestrictionStore store) =>
        await store.FindAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted) is { } restriction
            ? Results.Json(RestrictionResponse.Of(restriction), ApiJson.Default.RestrictionResponse)
            : NotFound();

    private static async Task<IResult> RemoveAsync(
        HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
    {
        var current = CurrentTenant.Of(context).Tenant;
        var isLifted = await calls.OnceAsync(
            tenants.Get(current.ToString()), 0, static (grain, _, giveUp) => grain.LiftRestrictionAsync(giveUp), context.RequestAborted);
        policies.Forget(current);
        return isLifted ? Results.NoContent() : NotFound();
    }

    private static ProblemResult NotFound() => new(ProblemKinds.RestrictionNotFound, "No restriction holds for the tenant.");
}
