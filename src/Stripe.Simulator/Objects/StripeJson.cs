using System.Globalization;
using System.Text.Json.Nodes;

namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>Objects in Stripe's form, as far as it is asked for; field names by https://docs.stripe.com/api.</summary>
internal static class StripeJson
{
    private const string Currency = "usd";

    public static JsonObject Customer(SimCustomer customer) => customer.IsDeleted
        ? new JsonObject { ["id"] = customer.Id, ["object"] = "customer", ["deleted"] = true }
        : new JsonObject
        {
            ["id"] = customer.Id,
            ["object"] = "customer",
            ["created"] = customer.Created.ToUnixTimeSeconds(),
            ["name"] = customer.Name,
            ["email"] = customer.Email,
            ["livemode"] = false,
            ["metadata"] = Metadata(customer.Metadata),
        };

    public static JsonObject Meter(SimMeter meter) => new()
    {
        ["id"] = meter.Id,
        ["object"] = "billing.meter",
        ["created"] = meter.Created.ToUnixTimeSeconds(),
        ["updated"] = meter.Created.ToUnixTimeSeconds(),
        ["display_name"] = meter.EventName,
        ["event_name"] = meter.EventName,
        ["livemode"] = false,
        ["status"] = "active",
        ["customer_mapping"] = new JsonObject { ["event_payload_key"] = "stripe_customer_id", ["type"] = "by_id" },
        ["default_aggregation"] = new JsonObject { ["formula"] = "sum" },
        ["value_settings"] = new JsonObject { ["event_payload_key"] = "value" },
    };

    public static JsonObject Price(SimPrice price) => new()
    {
        ["id"] = price.Id,
        ["object"] = "price",
        ["active"] = true,
        ["currency"] = Currency,
        ["livemode"] = false,
        ["product"] = price.Product,
        ["type"] = "recurring",
        ["billing_scheme"] = price.Included > 0 ? "tiered" : "per_unit",
        ["unit_amount_decimal"] = price.Included > 0 ? null : price.UnitAmount.ToString(CultureInfo.InvariantCulture),
        ["recurring"] = new JsonObject
        {
            ["interval"] = "month",
            ["interval_count"] = 1,
            ["usage_type"] = price.Meter is null ? "licensed" : "metered",
            ["meter"] = price.Meter?.Id,
        },
    };

    public static JsonObject MeterEvent(SimMeterEvent taken) => new()
    {
        ["object"] = "billing.meter_event",
        ["created"] = taken.Received.ToUnixTimeSeconds(),
        ["event_name"] = taken.EventName,
        ["identifier"] = taken.Identifier,
        ["livemode"] = false,
        ["payload"] = new JsonObject
        {
            ["stripe_customer_id"] = taken.CustomerId,
            ["value"] = taken.Value.ToString(CultureInfo.InvariantCulture),
        },
        ["timestamp"] = taken.Timestamp.ToUnixTimeSeconds(),
    };

    public static JsonObject Checkout(SimCheckout checkout, string url) => new()
    {
        ["id"] = checkout.Id,
        ["object"] = "checkout.session",
        ["mode"] = "subscription",
        ["created"] = checkout.Created.ToUnixTimeSeconds(),
        ["expires_at"] = checkout.ExpiresAt.ToUnixTimeSeconds(),
        ["customer"] = checkout.Customer.Id,
        ["client_reference_id"] = checkout.ClientReferenceId,
        ["metadata"] = Metadata(checkout.Metadata),
        ["status"] = checkout.Subscription is null ? "open" : "complete",
        ["payment_status"] = checkout.Subscription is null ? "unpaid" : "paid",
        ["subscription"] = checkout.Subscription?.Id,
        ["success_url"] = checkout.SuccessUrl,
        ["cancel_url"] = checkout.CancelUrl,
        ["url"] = checkout.Subscription is null ? url : null,
    };

    public static JsonObject Subscription(SimSubscription subscription, bool withCustomer) => new()
    {
        ["id"] = subscription.Id,
        ["object"] = "subscription",
        ["created"] = subscription.Created.ToUnixTimeSeconds(),
        ["start_date"] = subscription.Created.ToUnixTimeSeconds(),
        ["billing_cycle_anchor"] = subscription.PeriodEnd.ToUnixTimeSeconds(),
        ["currency"] = Currency,
        ["collection_method"] = "charge_automatically",
        ["customer"] = withCustomer ? Customer(subscription.Customer) : subscription.Customer.Id,
        ["status"] = subscription.Status,
        ["cancel_at_period_end"] = subscription.CancelAtPeriodEnd,
        ["cancel_at"] = subscription.CancelAtPeriodEnd ? subscription.PeriodEnd.ToUnixTimeSeconds() : null,
        ["canceled_at"] = subscription.CanceledAt?.ToUnixTimeSeconds(),
        ["ended_at"] = subscription.EndedAt?.ToUnixTimeSeconds(),
        ["livemode"] = false,
        ["metadata"] = Metadata(subscription.Metadata),
        ["items"] = List("/v1/subscription_items", subscription.Prices.Select(price => (JsonNode)Item(subscription, price))),
    };

    /// <summary>An item of a metered price has no quantity at all.</summary>
    private static JsonObject Item(SimSubscription subscription, SimPrice price)
    {
        var item = new JsonObject
        {
            ["id"] = subscription.ItemIdOf(price),
            ["object"] = "subscription_item",
            ["created"] = subscription.Created.ToUnixTimeSeconds(),
            ["current_period_start"] = subscription.PeriodStart.ToUnixTimeSeconds(),
            ["current_period_end"] = subscription.PeriodEnd.ToUnixTimeSeconds(),
            ["price"] = Price(price),
            ["subscription"] = subscription.Id,
        };
        if (price.Meter is null)
        {
            item["quantity"] = 1;
        }

        return item;
    }

    /// <param name="invoice">Which.</param>
    /// <param name="withCustomer">Whether the customer stands in it, or its id alone.</param>
    /// <param name="lines">How many lines it carries: as Stripe's, ten.</param>
    /// <param name="url">Where its page is.</param>
    public static JsonObject Invoice(SimInvoice invoice, bool withCustomer, int lines, string url)
    {
        var isFinal = invoice.FinalizedAt is not null;
        var paid = invoice.Status == "paid" ? invoice.Total : 0;
        return new JsonObject
        {
            ["id"] = invoice.Id,
            ["object"] = "invoice",
            ["created"] = invoice.Created.ToUnixTimeSeconds(),
            ["number"] = invoice.Number,
            ["customer"] = withCustomer ? Customer(invoice.Subscription.Customer) : invoice.Subscription.Customer.Id,
            ["currency"] = Currency,
            ["status"] = invoice.Status,
            ["billing_reason"] = invoice.BillingReason,
            ["subtotal"] = invoice.Total,
            ["total"] = invoice.Total,
            ["amount_due"] = invoice.Total,
            ["amount_paid"] = paid,
            ["amount_remaining"] = invoice.Total - paid,
            ["attempt_count"] = invoice.Attempts,
            ["attempted"] = invoice.Attempts > 0,
            ["auto_advance"] = invoice.Status is "draft" or "open",
            ["collection_method"] = "charge_automatically",
            ["automatically_finalizes_at"] = isFinal ? null : invoice.FinalizesAt.ToUnixTimeSeconds(),
            ["next_payment_attempt"] = invoice.NextAttempt?.ToUnixTimeSeconds(),
            ["period_start"] = invoice.PeriodStart.ToUnixTimeSeconds(),
            ["period_end"] = invoice.PeriodEnd.ToUnixTimeSeconds(),
            ["hosted_invoice_url"] = isFinal ? url : null,
            ["invoice_pdf"] = isFinal ? $"{url}/pdf" : null,
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
            ["parent"] = new JsonObject
            {
                ["type"] = "subscription_details",
                ["subscription_details"] = new JsonObject
                {
                    ["subscription"] = invoice.Subscription.Id,
                    ["metadata"] = Metadata(invoice.Subscription.Metadata),
                },
            },
            ["status_transitions"] = new JsonObject
            {
                ["finalized_at"] = invoice.FinalizedAt?.ToUnixTimeSeconds(),
                ["paid_at"] = invoice.PaidAt?.ToUnixTimeSeconds(),
                ["marked_uncollectible_at"] = null,
                ["voided_at"] = null,
            },
            ["lines"] = List($"/v1/invoices/{invoice.Id}/lines", invoice.Lines.Take(lines).Select(line => (JsonNode)Line(invoice, line)), invoice.Lines.Count > lines),
        };
    }

    public static JsonObject Line(SimInvoice invoice, SimInvoiceLine line) => new()
    {
        ["id"] = line.Id,
        ["object"] = "line_item",
        ["amount"] = line.Amount,
        ["subtotal"] = line.Amount,
        ["currency"] = Currency,
        ["description"] = line.Price.Meter is null ? $"{line.Price.Product} (per month)" : $"{line.Quantity} × {line.Price.Product}",
        ["invoice"] = invoice.Id,
        ["livemode"] = false,
        ["quantity"] = line.Quantity,
        ["metadata"] = Metadata(invoice.Subscription.Metadata),
        ["period"] = new JsonObject { ["start"] = line.Start.ToUnixTimeSeconds(), ["end"] = line.End.ToUnixTimeSeconds() },
        ["parent"] = new JsonObject
        {
            ["type"] = "subscription_item_details",
            ["subscription_item_details"] = new JsonObject
            {
                ["subscription"] = invoice.Subscription.Id,
                ["subscription_item"] = invoice.Subscription.ItemIdOf(line.Price),
                ["proration"] = line.IsProration,
            },
        },
        ["pricing"] = new JsonObject
        {
            ["type"] = "price_details",
            ["unit_amount_decimal"] = line.Price.UnitAmount.ToString(CultureInfo.InvariantCulture),
            ["price_details"] = new JsonObject { ["price"] = line.Price.Id, ["product"] = line.Price.Product },
        },
    };

    public static JsonObject List(string url, IEnumerable<JsonNode> items, bool hasMore = false) => new()
    {
        ["object"] = "list",
        ["url"] = url,
        ["has_more"] = hasMore,
        ["data"] = new JsonArray([.. items]),
    };

    private static JsonObject Metadata(Dictionary<string, string> metadata) =>
        new(metadata.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
