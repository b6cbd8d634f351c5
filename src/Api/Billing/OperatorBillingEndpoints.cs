using System.Buffers;
using Microsoft.Extensions.Options;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Api.Usage.Export;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.Api.Billing;

/// <summary>The operator's calls about plans, how tenants stand, and what was reported: <c>/v1/operator/plans</c> and <c>/v1/operator/billing</c>.</summary>
internal static class OperatorBillingEndpoints
{
    private const string CsvType = "text/csv; charset=utf-8";

    /// <summary>Reports are written to the connection so many at a time.</summary>
    private const int FlushBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var operators = routes.MapGroup("/v1/operator").AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        operators.MapGet("/plans", ListPlansAsync).Describe(new RouteDoc(
            "listPlansAsOperator", RouteTags.Operator, "List plans", "Those of configuration and those made by calls, on one page. One made by a call goes before one of configuration with its code.")
        {
            Answers = [new(200, typeof(Page<PlanResponse>), "The plans.")],
        });
        operators.MapPut("/plans/{plan}", SetPlanAsync).Describe(new RouteDoc(
            "setPlan",
            RouteTags.Operator,
            "Make a plan, or replace it",
            "Tenants that have it go by the new terms for the whole of the month that runs; months that are closed stay as they are. To keep old terms for some, make another plan.")
        {
            Body = typeof(SetPlanRequest),
            Example = """{"name": "Pro", "currency": "usd", "fixed_fee": 4900, "prices": [{"meter": "participant_minutes", "included_minutes": 10000, "unit_price": "0.4"}]}""",
            Answers = [new(200, typeof(PlanResponse), "The plan.")],
        });
        operators.MapDelete("/plans/{plan}", RemovePlanAsync).Describe(new RouteDoc(
            "deletePlan", RouteTags.Operator, "Delete a plan", "One that tenants have as their own stays. One of configuration with its code holds again.")
        {
            Answers = [new(204, null, "It is gone.")],
            Problems = [ProblemKinds.PlanNotFound, ProblemKinds.PlanInUse],
        });
        operators.MapGet("/tenants/{tenant}/billing", GetTenantAsync).Describe(new RouteDoc(
            "getTenantBilling", RouteTags.Operator, "Get how a tenant stands", "Its plan, how payment stands, and its subscription.")
        {
            Answers = [new(200, typeof(SubscriptionResponse), "How it stands.")],
            Problems = [ProblemKinds.TenantNotFound],
        });
        operators.MapPut("/tenants/{tenant}/billing", SetTenantAsync).Describe(new RouteDoc(
            "setTenantBilling",
            RouteTags.Operator,
            "Give a tenant a plan, or say how it has paid",
            "What is left out stays as it is; a plan of null gives the tenant the default one again. Payment is for tenants that pay without a provider: overdue begins the stages of dunning; paid ends them at once. A suspension of your own stays in either case. What the provider says of a customer goes before, when it next says something.")
        {
            Body = typeof(SetTenantBillingRequest),
            Example = """{"plan": "free"}""",
            Answers = [new(200, typeof(SubscriptionResponse), "How it stands now.")],
            Problems = [ProblemKinds.TenantNotFound, ProblemKinds.PlanNotFound],
        });
        operators.MapGet("/billing/meter-reports", ExportAsync).Describe(new RouteDoc(
            "exportMeterReports",
            RouteTags.Operator,
            "Export what was reported of usage",
            "Every report of a month (UTC) as CSV, the same that a payment provider gets: to bill by it where there is none. The values of a tenant's meter add up to its minutes, rounded down once.")
        {
            Query =
            [
                new("period", "The month. Left out, the one that runs.") { Example = "2026-11" },
                new("tenant", "Only of this tenant. Left out, of all."),
                new("state", "Only those of which this has become. What is `refused` in a month that is closed is on no invoice of the provider's.") { Words = [.. MeterReportStates.Words] },
            ],
            Answers = [new(200, typeof(Stream), "The file.") { ContentTypes = ["text/csv"] }],
        });
        operators.MapGet("/billing/comparisons", CompareAsync).Describe(new RouteDoc(
            "listBillingComparisons",
            RouteTags.Operator,
            "List what the provider had counted",
            "Once a day what the provider has counted for each customer is compared with the ledger. The newest day first.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor, new("only_differences", "Whether only those are given where the two do not agree.") { Type = "boolean" }],
            Answers = [new(200, typeof(Page<BillingComparisonResponse>), "A page of comparisons.")],
        });
    }

    private static async Task<IResult> ListPlansAsync(HttpContext context, Plans plans) => Results.Json(
        new Page<PlanResponse>([.. (await plans.ReadAsync(context.RequestAborted)).ByCode.Values.Select(PlanResponse.Of)], null), ApiJson.Default.PagePlanResponse);

    private static async Task<IResult> SetPlanAsync(string plan, HttpContext context, IPlanStore store)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SetPlanRequest, (asked, errors) =>
        {
            asked.Check(errors);
            if (!Plan.IsCode(plan))
            {
                errors.Add("plan", $"in the path has to be 1 to {Plan.MaxCodeLength} of a-z 0-9 _ -");
            }
        });
        if (request is null)
        {
            return problem!;
        }

        var made = request.ToPlan(plan);
        await store.SetAsync(made, context.RequestAborted);
        return Results.Json(PlanResponse.Of(made), ApiJson.Default.PlanResponse);
    }

    private static async Task<IResult> RemovePlanAsync(string plan, HttpContext context, IPlanStore store, IOptions<BillingOptions> options)
    {
        if (!options.Value.Plans.ContainsKey(plan) && await store.CountTenantsAsync(plan, context.RequestAborted) is var count and > 0)
        {
            return new ProblemResult(ProblemKinds.PlanInUse, $"{count} tenants have it. Give them another one first, with PUT /v1/operator/tenants/{{tenant}}/billing.");
        }

        return await store.RemoveAsync(plan, context.RequestAborted) ? Results.NoContent() : NoPlan();
    }

    private static async Task<IResult> GetTenantAsync(
        string tenant, HttpContext context, ITenantStore tenants, IBillingStore store, Plans plans, IOptions<BillingOptions> options) =>
        await FindAsync(tenant, tenants, context.RequestAborted) is { } id
            ? await AnswerAsync(id, store, plans, options, context.RequestAborted)
            : NoTenant();

    private static async Task<IResult> SetTenantAsync(
        string tenant,
        HttpContext context,
        ITenantStore tenants,
        IBillingStore store,
        IDunning dunning,
        Plans plans,
        IOptions<BillingOptions> options)
    {
        var (body, problem) = await PatchBody<SetTenantBillingRequest>.ReadAsync(context, ApiJson.Default.SetTenantBillingRequest);
        if (body is null)
        {
            return problem!;
        }

        if (await FindAsync(tenant, tenants, context.RequestAborted) is not { } id)
        {
            return NoTenant();
        }

        if (body.Value.Plan is { } code && !(await plans.ReadAsync(context.RequestAborted)).ByCode.ContainsKey(code))
        {
            return NoPlan();
        }

        if (body.Given.Contains("plan"))
        {
            await store.AssignPlanAsync(id, body.Value.Plan, context.RequestAborted);
        }

        if (body.Value.Payment is { } payment)
        {
            await store.SetOwedAsync(id, payment == "overdue", context.RequestAborted);
        }

        await dunning.RunAsync(id, context.RequestAborted);
        return await AnswerAsync(id, store, plans, options, context.RequestAborted);
    }

    private static async Task<IResult> ExportAsync(HttpContext context, IMeterReportStore store, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "period", "tenant", "state");
        var period = StatementEndpoint.ReadPeriod(context, time.GetUtcNow(), errors);
        var state = PageRequest.ReadWord(context, "state", errors, [.. MeterReportStates.Words]);
        TenantId? only = null;
        if (PageRequest.ReadText(context, "tenant") is { } text)
        {
            if (TenantId.TryParse(text, out var id))
            {
                only = id;
            }
            else
            {
                errors.Add("?tenant", "has to be ten_ and 26 characters");
            }
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        // The first line before anything is sent, so that a fault is still answered as one; after that it cuts the connection.
        await using var reports = store.ReadAsync(period, only, state is null ? null : MeterReportStates.Parse(state), context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        var isThereOne = await reports.MoveNextAsync();
        var response = context.Response;
        response.ContentType = CsvType;
        response.Headers.ContentDisposition = $"attachment; filename=\"meter-reports-{PeriodText.Of(period)}.csv\"";
        response.Headers.CacheControl = "no-store";
        var output = response.BodyWriter;
        output.Write(MeterReportCsv.Names);
        var line = new CsvLine(output);
        while (isThereOne)
        {
            MeterReportCsv.Write(line, reports.Current);
            if (output.UnflushedBytes > FlushBytes)
            {
                await output.FlushAsync(context.RequestAborted);
            }

            isThereOne = await reports.MoveNextAsync();
        }

        await output.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<IResult> CompareAsync(HttpContext context, IMeterReportStore store)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "only_differences");
        var limit = PageRequest.ReadLimit(context, errors);
        var onlyDifferences = PageRequest.ReadFlag(context, "only_differences", errors);
        var after = PageRequest.ReadCursor<ComparisonPlace?>(context, errors, ComparisonPlaceText.TryParse, null);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var found = await store.ListComparisonsAsync(limit + 1, after, onlyDifferences, context.RequestAborted);
        return Results.Json(
            new Page<BillingComparisonResponse>(
                [.. found.Take(limit).Select(BillingComparisonResponse.Of)], found.Length > limit ? ComparisonPlaceText.Write(found[limit - 1]) : null),
            ApiJson.Default.PageBillingComparisonResponse);
    }

    private static async Task<TenantId?> FindAsync(string tenant, ITenantStore tenants, CancellationToken cancellation) =>
        TenantId.TryParse(tenant, out var id) && await tenants.FindAsync(id, cancellation) is not null ? id : null;

    private static async Task<IResult> AnswerAsync(
        TenantId tenant, IBillingStore store, Plans plans, IOptions<BillingOptions> options, CancellationToken cancellation)
    {
        var account = await store.ReadAccountAsync(tenant, cancellation);
        return Results.Json(
            SubscriptionResponse.Of(account, (await plans.ReadAsync(cancellation)).Of(account.Plan), options.Value.Dunning), ApiJson.Default.SubscriptionResponse);
    }

    private static ProblemResult NoTenant() => new Error(ErrorCode.TenantNotFound, "There is no such tenant: an id is ten_ and 26 characters.").ToProblem();

    private static ProblemResult NoPlan() => new(ProblemKinds.PlanNotFound, "There is no such plan. List them with GET /v1/operator/plans.");
}
