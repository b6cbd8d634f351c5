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
using RelayKit.Api.Tenants;
using RelayKit.Identifiers;
using RelayKit.Privacy;
using RelayKit.Tenants;

namespace RelayKit.Api.Privacy;

/// <summary>The deletion of a tenant: <c>/v1/privacy/deletion</c>, and <c>/v1/operator/deletions</c>.</summary>
internal static class DeletionEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/privacy/deletion", RequestAsync).Costs(RouteCost.Start).Needs(Scope.PrivacyWrite).Audited().WorksWhenTerminated().Describe(new RouteDoc(
            "requestDeletion",
            RouteTags.Privacy,
            "Delete the tenant",
            "Terminates the tenant within a second: its sessions are ended, nothing can be changed and no token minted any more. For 30 days all can still be read and exported, and the deletion undone. Then everything is erased, but for the monthly sums that invoices rest on, which stay under a pseudonym that leads back to nobody. Asked again, the deletion that stands.")
        {
            Body = typeof(RequestDeletionRequest),
            Example = """{"confirm": "A tenant"}""",
            Answers = [new(202, typeof(DeletionResponse), "It is to be deleted.")],
        });
        tenant.MapGet("/privacy/deletion", GetAsync).Costs(RouteCost.Read).Needs(Scope.PrivacyRead).Describe(new RouteDoc(
            "getDeletion", RouteTags.Privacy, "Get the deletion that stands", "Whether and when the tenant is to be deleted.")
        {
            Answers = [new(200, typeof(DeletionResponse), "The deletion.")],
            Problems = [ProblemKinds.DeletionNotFound],
        });
        tenant.MapDelete("/privacy/deletion", CancelAsync).Costs(RouteCost.Write).Needs(Scope.PrivacyWrite).Audited().WorksWhenTerminated().Describe(new RouteDoc(
            "cancelDeletion", RouteTags.Privacy, "Undo the deletion", "Everything works again within a second. Sessions that were ended stay so.")
        {
            Answers = [new(204, null, "It is undone.")],
            Problems = [ProblemKinds.DeletionNotFound],
        });
    }

    public static void MapOperator(IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/operator/deletions").AddEndpointFilter<OperatorKeyFilter>().WithMetadata(RequiredKey.Operator)
            .MapGet("/", ListAsync).Describe(new RouteDoc(
                "listDeletions", RouteTags.Operator, "List deletions of tenants", "Those that stand and those that were carried out, the newest first; these with their certificates.")
            {
                Query = [QueryDoc.Limit, QueryDoc.Cursor],
                Answers = [new(200, typeof(Page<DeletionResponse>), "A page of deletions.")],
            });

    /// <summary>By what certificates are verified: for anybody, limited by address.</summary>
    public static void MapCertificateKeys(IEndpointRouteBuilder routes) =>
        routes.MapGroup("").TakeAddressPoints().MapGet("/.well-known/relaykit-certificates.json", static async (ICertificateKeys keys, CancellationToken giveUp) =>
            Results.Text(await keys.PublicKeysAsync(giveUp), "application/jwk-set+json"));

    private static async Task<IResult> RequestAsync(
        HttpContext context, ITenantStore store, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies, TimeProvider time)
    {
        var current = CurrentTenant.Of(context).Tenant;
        var name = (await store.FindAsync(current, context.RequestAborted))?.Name;
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.RequestDeletionRequest, (asked, errors) =>
        {
            if (asked.Confirm is { Length: > 0 } confirmed && confirmed != name)
            {
                errors.Add("/confirm", "has to be the organisation's name, just as GET /v1/tenant gives it");
            }
        });
        if (request is null)
        {
            return problem!;
        }

        var deletion = await calls.RepeatableAsync(
            tenants.Get(current.ToString()),
            IdempotentRequest.Of(context, time).Id("deletion"),
            static (grain, id, giveUp) => grain.RequestDeletionAsync(id, giveUp),
            context.RequestAborted);
        policies.Forget(current);
        return Results.Json(DeletionResponse.Of(deletion), ApiJson.Default.DeletionResponse, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(HttpContext context, ITenantDeletionStore store) =>
        await store.FindAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted) is { } deletion
            ? Results.Json(DeletionResponse.Of(deletion), ApiJson.Default.DeletionResponse)
            : NotFound();

    private static async Task<IResult> CancelAsync(
        HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
    {
        var current = CurrentTenant.Of(context).Tenant;
        var isUndone = await calls.OnceAsync(
            tenants.Get(current.ToString()), 0, static (grain, _, giveUp) => grain.CancelDeletionAsync(giveUp), context.RequestAborted);
        policies.Forget(current);
        return isUndone ? Results.NoContent() : NotFound();
    }

    private static async Task<IResult> ListAsync(HttpContext context, ITenantDeletionStore store)
    {
        if (PageRequest.Refuse(context, PublicId.Deletion, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var found = await store.ListAsync(limit + 1, before, context.RequestAborted);
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.Deletion, static item => item.Id, DeletionResponse.Of),
            ApiJson.Default.PageDeletionResponse);
    }

    private static ProblemResult NotFound() => new(
        ProblemKinds.DeletionNotFound, "The tenant is not to be deleted, or it is too late to undo it.");
}
