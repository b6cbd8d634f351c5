using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RelayKit.Stripe.Simulator.Objects;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>Customers, and the pages that are made for them.</summary>
internal static partial class CustomerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, StripeApi api, StripeAccount account, SimulatedTime time)
    {
        api.Map(routes, "POST", "/v1/customers", (_, fields) => account.Do(it =>
        {
            var (name, email, metadata) = (fields.TextOrNull("name"), fields.TextOrNull("email"), fields.Map("metadata"));
            fields.NothingElse();
            return (JsonNode)StripeJson.Customer(it.AddCustomer(name, email, metadata));
        }));
        api.Map(routes, "GET", "/v1/customers/search", (_, fields) => account.Do(it => Search(it, fields)));
        api.Map(routes, "GET", "/v1/customers/{id}", (values, fields) => account.Do(it =>
        {
            fields.NothingElse();
            return (JsonNode)StripeJson.Customer(it.Customer((string)values["id"]!));
        }));
        api.Map(routes, "POST", "/v1/customers/{id}", (values, fields) => account.Do(it => Update(it.Customer((string)values["id"]!), fields)));
        api.Map(routes, "POST", "/v1/billing_portal/sessions", (_, fields) => account.Do(it =>
        {
            var (customer, returnUrl) = (it.Customer(fields.Text("customer")), fields.Text("return_url"));
            fields.NothingElse();
            return (JsonNode)new JsonObject
            {
                ["id"] = "bps_sim",
                ["object"] = "billing_portal.session",
                ["created"] = time.GetUtcNow().ToUnixTimeSeconds(),
                ["customer"] = customer.Id,
                ["livemode"] = false,
                ["return_url"] = returnUrl,
                ["url"] = it.AddPortal(customer, returnUrl),
            };
        }));
    }

    /// <summary>The one query that is known: <c>metadata['key']:'value'</c>.</summary>
    private static JsonObject Search(StripeAccount account, FormFields fields)
    {
        var (query, limit) = (fields.Text("query"), fields.WholeOrNull("limit") ?? 10);
        fields.NothingElse();
        if (MetadataQuery().Match(query) is not { Success: true } match)
        {
            throw StripeRefusal.Invalid("The simulator knows queries of the form metadata['key']:'value'.", "query");
        }

        var found = account.Customers.Where(customer => !customer.IsDeleted && customer.Metadata.GetValueOrDefault(match.Groups[1].Value) == match.Groups[2].Value);
        return new JsonObject
        {
            ["object"] = "search_result",
            ["url"] = "/v1/customers/search",
            ["has_more"] = false,
            ["data"] = new JsonArray([.. found.Take((int)limit).Select(static customer => (JsonNode)StripeJson.Customer(customer))]),
        };
    }

    private static JsonObject Update(SimCustomer customer, FormFields fields)
    {
        customer.Name = fields.TextOrNull("name") is { } name ? name : customer.Name;
        customer.Email = fields.TextOrNull("email") is { } email ? (email.Length == 0 ? null : email) : customer.Email;
        foreach (var (key, value) in fields.Map("metadata"))
        {
            customer.Metadata[key] = value;
        }

        fields.NothingElse();
        return StripeJson.Customer(customer);
    }

    [GeneratedRegex(@"^metadata\['([^']+)'\]:'([^']+)'$")]
    private static partial Regex MetadataQuery();
}
