using System.Text.Json.Nodes;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Webhooks;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>Prices, meters, their events, their sums, and the thin events that tell of what went wrong.</summary>
internal static class MeterEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, StripeApi api, StripeAccount account, SentEvents events)
    {
        api.Map(routes, "GET", "/v1/prices/{id}", (values, fields) => account.Do(it =>
        {
            fields.NothingElse();
            return (JsonNode)StripeJson.Price(it.Price((string)values["id"]!));
        }));
        api.Map(routes, "GET", "/v1/billing/meters", (values, fields) => account.Do(it =>
        {
            fields.Ignore("status", "limit", "starting_after");
            fields.NothingElse();
            return (JsonNode)StripeJson.List("/v1/billing/meters", it.Meters.Select(static meter => (JsonNode)StripeJson.Meter(meter)));
        }));
        api.Map(routes, "GET", "/v1/billing/meters/{id}", (values, fields) => account.Do(it =>
        {
            fields.NothingElse();
            return (JsonNode)StripeJson.Meter(it.Meter((string)values["id"]!));
        }));
        api.Map(routes, "GET", "/v1/billing/meters/{id}/event_summaries", (values, fields) => account.Do(it => Summarize(it, it.Meter((string)values["id"]!), fields)));
        api.Map(routes, "POST", "/v1/billing/meter_events", (_, fields, wait) => TakeAsync(account, fields, wait));
        api.Map(routes, "POST", "/v1/billing/meter_event_adjustments", (_, fields) => account.Do(it => Adjust(it, fields)));
        api.Map(routes, "GET", "/v2/core/events/{id}", (values, fields) =>
        {
            fields.NothingElse();
            var id = (string)values["id"]!;
            return JsonNode.Parse((events.All.FirstOrDefault(told => told.IsThin && told.Id == id) ?? throw StripeRefusal.Missing("event", id)).Fetched)!;
        });
    }

    private static async Task<JsonNode> TakeAsync(StripeAccount account, FormFields fields, Func<Task> wait)
    {
        var (name, identifier, timestamp, payload) = (fields.Text("event_name"), fields.TextOrNull("identifier"), fields.TimeOrNull("timestamp"), fields.Map("payload"));
        fields.NothingElse();
        if (!payload.TryGetValue("stripe_customer_id", out var customer) || !payload.TryGetValue("value", out var value) || payload.Count != 2)
        {
            throw StripeRefusal.Invalid("The payload has to have stripe_customer_id and value.", "payload", "meter_event_no_customer_defined");
        }

        account.Do(it =>
        {
            it.Lock(customer, name);
            return true;
        });
        try
        {
            await wait();
            return account.Do(it => StripeJson.MeterEvent(it.Take(name, identifier, customer, value, timestamp)));
        }
        finally
        {
            account.Do(it =>
            {
                it.Unlock(customer, name);
                return true;
            });
        }
    }

    private static JsonObject Adjust(StripeAccount account, FormFields fields)
    {
        var (name, type, identifier) = (fields.Text("event_name"), fields.Text("type"), fields.Text("cancel[identifier]"));
        fields.NothingElse();
        if (type != "cancel")
        {
            throw StripeRefusal.Invalid("Invalid type: must be cancel", "type");
        }

        account.CancelMeterEvent(name, identifier);
        return new JsonObject
        {
            ["object"] = "billing.meter_event_adjustment",
            ["event_name"] = name,
            ["type"] = type,
            ["status"] = "complete",
            ["livemode"] = false,
            ["cancel"] = new JsonObject { ["identifier"] = identifier },
        };
    }

    private static JsonObject Summarize(StripeAccount account, SimMeter meter, FormFields fields)
    {
        var customer = account.Customer(fields.Text("customer")).Id;
        var (from, to) = (fields.TimeOrNull("start_time"), fields.TimeOrNull("end_time"));
        fields.Ignore("limit", "starting_after");
        fields.NothingElse();
        if (from is not { } start || to is not { } end || start >= end || start.ToUnixTimeSeconds() % 60 != 0 || end.ToUnixTimeSeconds() % 60 != 0)
        {
            throw StripeRefusal.Invalid("start_time and end_time must be aligned with minute boundaries.", "start_time");
        }

        return StripeJson.List($"/v1/billing/meters/{meter.Id}/event_summaries",
        [
            new JsonObject
            {
                ["id"] = $"mtrusg_{meter.Id}",
                ["object"] = "billing.meter_event_summary",
                ["aggregated_value"] = account.Summary(meter, customer, start, end),
                ["start_time"] = start.ToUnixTimeSeconds(),
                ["end_time"] = end.ToUnixTimeSeconds(),
                ["livemode"] = false,
                ["meter"] = meter.Id,
            },
        ]);
    }
}
