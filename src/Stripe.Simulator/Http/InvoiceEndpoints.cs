using System.Text.Json.Nodes;
using RelayKit.Stripe.Simulator.Objects;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>Invoices and their lines.</summary>
internal static class InvoiceEndpoints
{
    /// <summary>As many lines as an invoice carries at Stripe.</summary>
    private const int Carried = 10;

    public static void Map(IEndpointRouteBuilder routes, StripeApi api, StripeAccount account)
    {
        api.Map(routes, "GET", "/v1/invoices/{id}", (values, fields) => account.Do(it =>
        {
            var expansions = fields.Expansions();
            fields.NothingElse();
            var invoice = it.Invoice((string)values["id"]!);
            return (JsonNode)StripeJson.Invoice(invoice, expansions.Contains("customer"), Carried, it.PageOf(invoice));
        }));
        api.Map(routes, "GET", "/v1/invoices/{id}/lines", (values, fields) => account.Do(it =>
        {
            var invoice = it.Invoice((string)values["id"]!);
            var (lines, more) = Page(invoice.Lines, static line => line.Id, fields);
            return (JsonNode)StripeJson.List($"/v1/invoices/{invoice.Id}/lines", lines.Select(line => (JsonNode)StripeJson.Line(invoice, line)), more);
        }));
        api.Map(routes, "GET", "/v1/invoices", (_, fields) => account.Do(it =>
        {
            var (customer, expansions) = (fields.TextOrNull("customer"), fields.Expansions());
            var newestFirst = it.Invoices.Where(invoice => customer is null || invoice.Subscription.Customer.Id == customer).Reverse().ToList();
            var (invoices, more) = Page(newestFirst, static invoice => invoice.Id, fields);
            return (JsonNode)StripeJson.List(
                "/v1/invoices", invoices.Select(invoice => (JsonNode)StripeJson.Invoice(invoice, expansions.Contains("data.customer"), Carried, it.PageOf(invoice))), more);
        }));
    }

    private static (IReadOnlyList<T> Items, bool More) Page<T>(IReadOnlyList<T> all, Func<T, string> idOf, FormFields fields)
    {
        var (limit, after) = ((int)(fields.WholeOrNull("limit") ?? 10), fields.TextOrNull("starting_after"));
        fields.NothingElse();
        if (limit is < 1 or > 100)
        {
            throw StripeRefusal.Invalid("Invalid limit: has to be from 1 to 100", "limit");
        }

        var rest = after is null ? all : [.. all.SkipWhile(item => idOf(item) != after).Skip(1)];
        return ([.. rest.Take(limit)], rest.Count > limit);
    }
}
