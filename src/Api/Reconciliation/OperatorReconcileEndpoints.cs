using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Ingress;
using RelayKit.LiveKit;
using RelayKit.Reconciliation;
using RelayKit.Tenants;

namespace RelayKit.Api.Reconciliation;

/// <summary><c>POST /v1/operator/reconcile</c>: compares the ledger with LiveKit now, and not only at the next minute.</summary>
internal static class OperatorReconcileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/operator/reconcile").AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator)
            .MapPost("/", ReconcileAsync).Describe(new RouteDoc(
                "reconcile",
                RouteTags.Operator,
                "Compare the ledger with LiveKit now",
                "Looks at every LiveKit cluster, or at the one that a tenant's rooms live on, as happens by itself once a minute; the ingress of a cluster is compared as well, and the answer tells of rooms alone.")
            {
                Body = typeof(ReconcileRequest),
                Example = """{"tenant_id": "ten_01arz3ndektsv4rrffq69g5fav"}""",
                Answers = [new(200, typeof(ReconcileResponse), "What the looks came to.")],
                Problems = [ProblemKinds.TenantNotFound],
            });

    private static async Task<IResult> ReconcileAsync(
        HttpContext context,
        ITenantStore store,
        GrainReferences<IReconciliationGrain> reconciliation,
        GrainReferences<IIngressLookGrain> ingress,
        GrainReferences<ITenantGrain> tenants,
        LiveKitClusters liveKit,
        GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ReconcileRequest);
        if (request is null)
        {
            return problem!;
        }

        TenantId? only = null;
        if (request.TenantId is { } text)
        {
            var errors = new FieldErrors();
            if (!TenantId.TryParse(text, out var id))
            {
                errors.Add("/tenant_id", "has to be ten_ and 26 characters; leave it out to look at all tenants");
                return errors.ToProblem();
            }

            if (await store.FindAsync(id, context.RequestAborted) is null)
            {
                return new Error(ErrorCode.TenantNotFound, $"There is no tenant {id}. Leave tenant_id out to look at all tenants.").ToProblem();
            }

            only = id;
        }

        var clusters = await ClustersAsync(only, tenants, liveKit, calls, context.RequestAborted);
        var looks = await Task.WhenAll(clusters.Select(cluster =>
            calls.RepeatableAsync(
                reconciliation.Get(cluster),
                only,
                static (grain, tenant, giveUp) => grain.LookAsync(tenant, giveUp),
                context.RequestAborted).AsTask()));
        await Task.WhenAll(clusters.Select(cluster => calls.RepeatableAsync(
            ingress.Get(cluster),
            0,
            static async (grain, _, giveUp) =>
            {
                await grain.LookAsync(giveUp);
                return 0;
            },
            context.RequestAborted).AsTask()));
        return Results.Json(new ReconcileResponse([.. looks.Select(LookResponse.Of)]), ApiJson.Default.ReconcileResponse);
    }

    /// <summary>A tenant's rooms live on one cluster.</summary>
    private static async Task<IReadOnlyList<string>> ClustersAsync(
        TenantId? only, GrainReferences<ITenantGrain> tenants, LiveKitClusters liveKit, GrainCalls calls, CancellationToken giveUp) =>
        only is { } tenant
            ? [await calls.RepeatableAsync(tenants.Get(tenant.ToString()), 0, static (grain, _, _) => grain.GetLiveKitClusterAsync(), giveUp)]
            : [.. liveKit.All.Select(cluster => cluster.Name)];
}
