using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Billing;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.Billing;

/// <summary>Invoices, and what their lines are added up from: <c>/v1/billing/invoices</c>.</summary>
internal static class InvoiceEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/billing/invoices", ListAsync).Costs(RouteCost.Read).Needs(Scope.BillingRead).Describe(new RouteDoc(
            "listInvoices",
            RouteTags.Billing,
            "List invoices",
            "What each calendar month (UTC) came to by your plan, the newest first. The month that runs comes first, as a draft that still grows. Live mode only: test mode is never billed.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<InvoiceResponse>), "A page of invoices.")],
        });
        tenant.MapGet("/billing/invoices/{invoice}", GetAsync).Costs(RouteCost.Read).Needs(Scope.BillingRead).Describe(new RouteDoc(
            "getInvoice", RouteTags.Billing, "Get an invoice", "One month with its lines.")
        {
            Answers = [new(200, typeof(InvoiceResponse), "The invoice.")],
            Problems = [ProblemKinds.InvoiceNotFound],
        });
        tenant.MapGet("/billing/invoices/{invoice}/lines/{line}/sessions", OpenAsync).Costs(RouteCost.Read).Needs(Scope.BillingRead).Describe(new RouteDoc(
            "listInvoiceSessions",
            RouteTags.Billing,
            "Open a line of an invoice",
            """
            The participant sessions, recordings or streams that a line is added up from, each with what of it lies in the month and with LiveKit's ids of the events that told of
            it. The `billed_ms` of all pages add up to `sessions_ms`; with the `ms` of the adjustments that is `total_ms`; and `total_ms` in whole minutes, rounded down once, is the
            line's quantity. What LiveKit told, or a correction changed, after a month was closed stands as an adjustment on both invoices that it concerns, with its reason.
            """)
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(InvoiceSessionsResponse), "A page of what it is added up from.")],
            Problems = [ProblemKinds.InvoiceNotFound, ProblemKinds.InvoiceLineNotFound],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, TenantInvoices invoices, IBillingStore store)
    {
        if (PageRequest.Refuse(context, PublicId.Invoice, out var limit, out var before) is { } problem)
        {
            return problem;
        }

        var tenant = CurrentTenant.Of(context).Tenant;
        var drafts = await invoices.DraftsAsync(tenant, context.RequestAborted);
        var closed = await store.ListInvoicesAsync(tenant, limit + 1, before, context.RequestAborted);
        var found = drafts.Where(draft => before is null || draft.Id.CompareTo(before.Value) < 0).Concat(closed).ToList();
        return Results.Json(
            Page.OfOneMore(found, limit, PublicId.Invoice, static invoice => invoice.Id, InvoiceResponse.Of), ApiJson.Default.PageInvoiceResponse);
    }

    private static async Task<IResult> GetAsync(string invoice, HttpContext context, TenantInvoices invoices) =>
        await FindAsync(invoice, CurrentTenant.Of(context).Tenant, invoices, context.RequestAborted) is { } found
            ? Results.Json(InvoiceResponse.Of(found), ApiJson.Default.InvoiceResponse)
            : NotFound();

    private static async Task<IResult> OpenAsync(
        string invoice, string line, HttpContext context, TenantInvoices invoices, IBillingStore store, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor");
        var limit = PageRequest.ReadLimit(context, errors);
        var after = PageRequest.ReadCursor<BilledPlace?>(context, errors, BilledPlaceText.TryParse, null);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var tenant = CurrentTenant.Of(context).Tenant;
        if (await FindAsync(invoice, tenant, invoices, context.RequestAborted) is not { } found)
        {
            return NotFound();
        }

        if (!BillingMeters.TryParse(line, out var meter) || found.Lines.All(known => known.Name != line))
        {
            return new ProblemResult(
                ProblemKinds.InvoiceLineNotFound,
                line == InvoiceLine.FixedFee ? "The fixed fee is added up from nothing." : "The invoice has no such line. GET /v1/billing/invoices/{invoice} lists those that it has.");
        }

        var detail = await store.ReadLineAsync(new InvoiceLineQuery(tenant, found.Period, meter, time.GetUtcNow(), after, limit), context.RequestAborted);
        return Results.Json(InvoiceSessionsResponse.Of(found, meter, detail), ApiJson.Default.InvoiceSessionsResponse);
    }

    private static async Task<Invoice?> FindAsync(string text, TenantId tenant, TenantInvoices invoices, CancellationToken cancellation) =>
        PublicId.TryParse(PublicId.Invoice, text, out var id) ? await invoices.FindAsync(tenant, id, cancellation) : null;

    private static ProblemResult NotFound() => new(ProblemKinds.InvoiceNotFound, "There is no such invoice. List them with GET /v1/billing/invoices.");
}
