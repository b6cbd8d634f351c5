using System.Text.Json.Nodes;
using RelayKit.Stripe.Simulator.Objects;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>Checkouts and subscriptions.</summary>
internal static class SubscriptionEndpoints
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(24);

    public static void Map(IEndpointRouteBuilder routes, StripeApi api, StripeAccount account, SimulatedTime time)
    {
        api.Map(routes, "POST", "/v1/checkout/sessions", (_, fields) => account.Do(it => CreateCheckout(it, fields, time.GetUtcNow())));
        api.Map(routes, "GET", "/v1/checkout/sessions/{id}", (values, fields) => account.Do(it =>
        {
            fields.NothingElse();
            var checkout = it.Checkout((string)values["id"]!);
            return (JsonNode)StripeJson.Checkout(checkout, it.UrlOf(checkout));
        }));
        api.Map(routes, "GET", "/v1/subscriptions/{id}", (values, fields) => account.Do(it =>
        {
            var expansions = fields.Expansions();
            fields.NothingElse();
            return (JsonNode)StripeJson.Subscription(it.Subscription((string)values["id"]!), expansions.Contains("customer"));
        }));
        api.Map(routes, "POST", "/v1/subscriptions/{id}", (values, fields) => account.Do(it =>
        {
            var (subscription, cancel, expansions) = (it.Subscription((string)values["id"]!), fields.FlagOrNull("cancel_at_period_end"), fields.Expansions());
            fields.NothingElse();
            if (cancel is { } flag)
            {
                it.CancelAtPeriodEnd(subscription, flag);
            }

            return (JsonNode)StripeJson.Subscription(subscription, expansions.Contains("customer"));
        }));
        api.Map(routes, "DELETE", "/v1/subscriptions/{id}", (values, fields) => account.Do(it =>
        {
            var (subscription, invoiceNow, expansions) = (it.Subscription((string)values["id"]!), fields.FlagOrNull("invoice_now"), fields.Expansions());
            fields.NothingElse();
            it.Cancel(subscription, invoiceNow == true);
            return (JsonNode)StripeJson.Subscription(subscription, expansions.Contains("customer"));
        }));
    }

    private static JsonObject CreateCheckout(StripeAccount account, FormFields fields, DateTimeOffset now)
    {
        if (fields.Text("mode") != "subscription")
        {
            throw StripeRefusal.Invalid("The simulator knows the mode subscription alone.", "mode");
        }

        var prices = fields.Items("line_items").Select(item => PriceOf(account, item)).ToList();
        var checkout = new SimCheckout
        {
            Id = account.NewCheckoutId(),
            Customer = account.Customer(fields.Text("customer")),
            Prices = prices.Count > 0 ? prices : throw StripeRefusal.Invalid("Missing required param: line_items.", "line_items", "parameter_missing"),
            Created = now,
            ExpiresAt = fields.TimeOrNull("expires_at") ?? now + LongestLife,
            Anchor = fields.TimeOrNull("subscription_data[billing_cycle_anchor]"),
            ClientReferenceId = fields.TextOrNull("client_reference_id"),
            Metadata = fields.Map("metadata"),
            SubscriptionMetadata = fields.Map("subscription_data[metadata]"),
            SuccessUrl = fields.Text("success_url"),
            CancelUrl = fields.TextOrNull("cancel_url") ?? "",
        };
        fields.NothingElse();
        if (checkout.ExpiresAt < now + ShortestLife || checkout.ExpiresAt > now + LongestLife)
        {
            throw StripeRefusal.Invalid("The `expires_at` timestamp must be from 30 minutes to 24 hours from Checkout Session creation.", "expires_at");
        }

        return checkout.Anchor is { } anchor && (anchor <= now || anchor > now.AddMonths(1))
            ? throw StripeRefusal.Invalid("billing_cycle_anchor has to be in the future, and within the first period.", "subscription_data[billing_cycle_anchor]")
            : StripeJson.Checkout(account.AddCheckout(checkout), account.UrlOf(checkout));
    }

    /// <summary>A quantity is for what is charged per month; a metered price takes none.</summary>
    private static SimPrice PriceOf(StripeAccount account, FormFields item)
    {
        var (price, quantity) = (account.Price(item.Text("price")), item.WholeOrNull("quantity"));
        item.NothingElse();
        return (price.Meter is null) == (quantity == 1) ? price
            : throw StripeRefusal.Invalid(price.Meter is null ? "Quantity is required." : "Quantity should not be specified where usage_type is metered.", "line_items");
    }
}
