using RelayKit.Abuse;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.Tenants;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.Abuse;

/// <summary>What the rules about abuse have done: <c>/v1/operator/abuse-incidents</c>.</summary>
internal static class OperatorAbuseEndpoints
{
    private const int DefaultExemptSeconds = 86_400;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/v1/operator/abuse-incidents")
            .AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        incidents.MapGet("/", ListAsync).Describe(new RouteDoc(
            "listAbuseIncidents",
            RouteTags.Operator,
            "List what the rules about abuse have done",
            "Whom they have slowed, suspended or blocked, the latest first. The thresholds are configuration: `RelayKit__Abuse__…`.")
        {
            Query =
            [
                QueryDoc.Limit,
                QueryDoc.Cursor,
                new("state", "`open` for those that hold now. Left out, all.") { Words = ["open", "all"] },
                new("rule", "Only those of this rule.") { Words = [.. AbuseRuleText.Words] },
                new("tenant_id", "Only those about this tenant.") { Example = "ten_01arz3ndektsv4rrffq69g5fav" },
            ],
            Answers = [new(200, typeof(Page<AbuseIncidentResponse>), "A page of incidents.")],
        });
        incidents.MapPost("/{incident}/undo", UndoAsync).Describe(new RouteDoc(
            "undoAbuseIncident",
            RouteTags.Operator,
            "Undo what a rule about abuse did",
            "The tenant's rates are its own again, its suspension ends, or the address is let in, and the rule leaves it alone for a while. Again, it changes nothing more.")
        {
            Body = typeof(UndoAbuseIncidentRequest),
            Example = """{"exempt_seconds": 3600}""",
            Answers = [new(200, typeof(AbuseIncidentResponse), "The incident as it is now.")],
            Problems = [ProblemKinds.AbuseIncidentNotFound],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAbuseStore store, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "state", "rule", "tenant_id");
        var limit = PageRequest.ReadLimit(context, errors);
        var open = PageRequest.ReadWord(context, "state", errors, "open", "all") == "open";
        var rule = PageRequest.ReadWord(context, "rule", errors, [.. AbuseRuleText.Words]);
        TenantId tenant = default;
        if (PageRequest.ReadText(context, "tenant_id") is { } text && !TenantId.TryParse(text, out tenant))
        {
            errors.Add("?tenant_id", "has to be ten_ and 26 characters; leave it out for everybody's");
        }

        var before = PageRequest.ReadCursor(context, PublicId.AbuseIncident, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var found = await store.ListAsync(
            new AbuseIncidentQuery(
                limit + 1,
                before,
                open ? time.GetUtcNow() : null,
                rule is null ? null : AbuseRuleText.Parse(rule),
                tenant == default ? null : tenant.Value),
            context.RequestAborted);
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.AbuseIncident, static item => item.Id, AbuseIncidentResponse.Of),
            ApiJson.Default.PageAbuseIncidentResponse);
    }

    private static async Task<IResult> UndoAsync(
        string incident,
        HttpContext context,
        IAbuseStore store,
        GrainReferences<ITenantAbuseGrain> tenants,
        GrainReferences<IAddressAbuseGrain> addresses,
        TenantPolicies policies,
        GrainCalls calls,
        TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.UndoAbuseIncidentRequest);
        if (request is null)
        {
            return problem!;
        }

        if (!PublicId.TryParse(PublicId.AbuseIncident, incident, out var id) || await store.FindAsync(id, context.RequestAborted) is not { } found)
        {
            return new ProblemResult(ProblemKinds.AbuseIncidentNotFound, "There is no such incident. List them with GET /v1/operator/abuse-incidents.");
        }

        var undo = (Incident: found, ExemptUntil: time.GetUtcNow().AddSeconds(request.ExemptSeconds ?? DefaultExemptSeconds));
        AbuseIncident undone;
        if (found.Tenant is { } tenant)
        {
            undone = await calls.RepeatableAsync(
                tenants.Get(new TenantId(tenant).ToString()),
                undo,
                static (grain, undo, giveUp) => grain.UndoAsync(undo.Incident, undo.ExemptUntil, giveUp),
                context.RequestAborted);
            policies.Forget(new TenantId(tenant));
        }
        else
        {
            undone = await calls.RepeatableAsync(
                addresses.Get(IAddressAbuseGrain.Key),
                undo,
                static (grain, undo, giveUp) => grain.UndoAsync(undo.Incident, undo.ExemptUntil, giveUp),
                context.RequestAborted);
        }

        return Results.Json(AbuseIncidentResponse.Of(undone), ApiJson.Default.AbuseIncidentResponse);
    }
}
