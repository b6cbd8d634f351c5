using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>What a label has used in a month, for the tenant's own customer: <c>/v1/billing/statements</c>.</summary>
internal static class StatementEndpoint
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string PdfType = "application/pdf";

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant.MapGet("/billing/statements", GetAsync).Costs(RouteCost.Start).Needs(Scope.BillingRead).Describe(new RouteDoc(
            "getStatement",
            RouteTags.Billing,
            "Get a label's statement",
            "What the participants with a label have used in a calendar month (UTC), by kind and by day, to bill your own customer by. Live mode only. As JSON, CSV or PDF.")
        {
            Query =
            [
                new("label", "The label, as `name=value`. Needed.") { Example = "customer=acme" },
                new("period", "The month. Left out, the one that runs, up to now.") { Example = "2026-11" },
                new("format", "Which format. Left out, json.") { Words = ["json", "csv", "pdf"] },
            ],
            Answers =
            [
                new(200, typeof(StatementResponse), "The statement. The schema is that of JSON; CSV has a line for each day and kind.")
                {
                    ContentTypes = ["application/json", "text/csv", PdfType],
                },
            ],
        });

    private static async Task<IResult> GetAsync(HttpContext context, IBillingStore store, ITenantStore tenants, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "label", "period", "format");
        var now = time.GetUtcNow();
        if (LabelParameter.Read(context, errors) is not { } label)
        {
            if (!errors.Any)
            {
                errors.Add("?label", "is missing; name the label, as name=value");
            }

            label = default;
        }

        var period = ReadPeriod(context, now, errors);
        var format = PageRequest.ReadWord(context, "format", errors, "json", "csv", "pdf");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var tenant = CurrentTenant.Of(context).Tenant;
        var statement = await store.ReadStatementAsync(tenant, label, period, now, context.RequestAborted);
        return format switch
        {
            "csv" => Results.Bytes(StatementCsv.Write(statement), CsvType, FileName(period, "csv")),
            "pdf" => Results.Bytes(
                StatementPdf.Write(statement, (await tenants.FindAsync(tenant, context.RequestAborted))?.Name ?? tenant.ToString(), now), PdfType, FileName(period, "pdf")),
            _ => Results.Json(StatementResponse.Of(statement), ApiJson.Default.StatementResponse),
        };
    }

    /// <summary>The period that a parameter names; left out, the one that runs.</summary>
    public static UsagePeriod ReadPeriod(HttpContext context, DateTimeOffset now, FieldErrors errors)
    {
        var current = UsagePeriod.Containing(now);
        if (PageRequest.ReadText(context, "period") is not { } text)
        {
            return current;
        }

        if (!PeriodText.TryParse(text, out var period) || period.StartMs > current.StartMs)
        {
            errors.Add("?period", "has to be a month that has begun, such as 2026-11");
        }

        return period;
    }

    /// <summary>Without the label, which may have characters that no header takes.</summary>
    private static string FileName(UsagePeriod period, string extension) => $"statement-{PeriodText.Of(period)}.{extension}";
}
