using System.Globalization;
using System.Text.Json.Nodes;

namespace RelayKit.Stripe.Simulator.Webhooks;

/// <summary>Everything that happened: kept to be asked for, and handed to the queue.</summary>
internal sealed class SentEvents(WebhookQueue queue)
{
    /// <summary>The version that the endpoint is set to: on purpose none that a library would take, since what is sent is not to be read but to be looked up.</summary>
    private const string EndpointVersion = "2020-08-27";

    private readonly Lock _gate = new();
    private readonly List<ToldEvent> _all = [];

    public IReadOnlyList<ToldEvent> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Tell(string type, JsonObject about, DateTimeOffset at)
    {
        var id = $"evt_sim{Guid.NewGuid():N}";
        var body = new JsonObject
        {
            ["id"] = id,
            ["object"] = "event",
            ["api_version"] = EndpointVersion,
            ["created"] = at.ToUnixTimeSeconds(),
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["type"] = type,
            ["data"] = new JsonObject { ["object"] = about },
        }.ToJsonString();
        Add(new ToldEvent(id, type, body, body, IsThin: false));
    }

    /// <summary>A thin event: what is sent names it, and the data is fetched.</summary>
    public void TellThin(string type, string? meter, JsonObject data, DateTimeOffset at)
    {
        var id = $"evt_test_sim{Guid.NewGuid():N}";
        var sent = new JsonObject
        {
            ["id"] = id,
            ["object"] = "v2.core.event",
            ["created"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["livemode"] = false,
            ["type"] = type,
        };
        if (meter is not null)
        {
            sent["related_object"] = new JsonObject { ["id"] = meter, ["type"] = "billing.meter", ["url"] = $"/v1/billing/meters/{meter}" };
        }

        var fetched = sent.DeepClone().AsObject();
        fetched["data"] = data;
        Add(new ToldEvent(id, type, sent.ToJsonString(), fetched.ToJsonString(), IsThin: true));
    }

    private void Add(ToldEvent told)
    {
        lock (_gate)
        {
            _all.Add(told);
            queue.Add(told);
        }
    }
}
