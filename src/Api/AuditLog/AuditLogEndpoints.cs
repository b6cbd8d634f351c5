using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.AuditLog;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.AuditLog;

/// <summary>The audit log: <c>/v1/audit-log</c> and <c>/v1/operator/audit-log</c>.</summary>
internal static class AuditLogEndpoints
{
    private static readonly IReadOnlyList<QueryDoc> Filters =
    [
        QueryDoc.Limit,
        QueryDoc.Cursor,
        new("action", "Only entries of this operation.") { Example = "updateTenant" },
        new("actor", "Only entries of this actor: `operator`, or the id of an account or an API key.") { Example = "operator" },
        QueryDoc.Instant("from", "Only entries that were written at this instant or later."),
        QueryDoc.Instant("to", "Only entries that were written before this instant."),
    ];

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant.MapGet("/audit-log", ListOfTenantAsync).Costs(RouteCost.Read).Needs(Scope.AuditLogRead).Describe(new RouteDoc(
            "listAuditLog",
            RouteTags.Tenant,
            "List the audit log",
            "What the operator, and the tenant's own accounts and keys, have changed about the tenant: the newest first. A request leaves two entries, one before it takes effect and one with how it ended. Entries hold no bodies and no secrets, and nobody can change or remove one.")
        {
            Query = Filters,
            Answers = [new(200, typeof(Page<AuditEntryResponse>), "A page of entries.")],
        });

    public static void MapOperator(IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1/operator/audit-log").AddEndpointFilter<OperatorKeyFilter>().WithMetadata(RequiredKey.Operator)
            .MapGet("/", ListAsync).Describe(new RouteDoc(
                "listAuditLogAsOperator", RouteTags.Operator, "List the audit log of all tenants", "As a tenant reads its own, of all tenants and of what is no tenant's.")
            {
                Query = [.. Filters, new("tenant_id", "Only entries of this tenant.") { Example = "ten_01arz3ndektsv4rrffq69g5fav" }],
                Answers = [new(200, typeof(Page<AuditEntryResponse>), "A page of entries.")],
            });

    private static async Task<IResult> ListOfTenantAsync(HttpContext context, IAuditLog log)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "action", "actor", "from", "to");
        var query = AuditLogRequest.Read(context, errors);
        return errors.Any
            ? errors.ToProblem()
            : Answer(
                await log.ListOfTenantAsync(CurrentTenant.Of(context).Tenant, query, context.RequestAborted), AuditEntryResponse.ForTenant);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAuditLog log)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "action", "actor", "from", "to", "tenant_id");
        var query = AuditLogRequest.Read(context, errors);
        TenantId? only = null;
        if (PageRequest.ReadText(context, "tenant_id") is { } text)
        {
            only = TenantId.TryParse(text, out var tenant) ? tenant : null;
            if (only is null)
            {
                errors.Add("?tenant_id", "has to be ten_ and 26 characters; leave it out to list all tenants' entries");
            }
        }

        return errors.Any ? errors.ToProblem() : Answer(await log.ListAsync(only, query, context.RequestAborted), AuditEntryResponse.Of);
    }

    private static IResult Answer(AuditPage page, Func<AuditEntry, AuditEntryResponse> toResponse) => Results.Json(
        new Page<AuditEntryResponse>(
            [.. page.Entries.Select(toResponse)], page.Next is { } next ? PublicId.Format(PublicId.AuditEntry, next) : null),
        ApiJson.Default.PageAuditEntryResponse);
}
