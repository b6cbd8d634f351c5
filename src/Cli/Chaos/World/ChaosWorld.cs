using System.Text.Json.Nodes;
using RelayKit.Cli.Chaos.Plan;
using RelayKit.Cli.Chaos.Receivers;
using RelayKit.Cli.Chaos.Truth;
using RelayKit.Cli.Http;
using RelayKit.Tenants;

namespace RelayKit.Cli.Chaos.World;

/// <summary>Tenants with rooms, and the simulator, which plays the people in them. All by calls that anybody could make.</summary>
internal sealed class ChaosWorld(ChaosSettings settings, Uri api, Uri simulator) : IDisposable
{
    private const int ParticipantsPerRoom = 5;
    private const int DepartureTimeoutSeconds = 5;

    /// <summary>Of rooms where nobody ever connected; LiveKit's own five minutes would be waited for at the end.</summary>
    private const int EmptyTimeoutSeconds = 20;

    private readonly JsonApi _operator = new(api, settings.OperatorKey);
    private readonly JsonApi _simulator = new(simulator);
    private readonly List<string> _rooms = [];

    public List<ChaosTenant> Tenants { get; } = [];

    public JsonApi Simulator => _simulator;

    /// <param name="receiver">Who takes the tenants' webhooks; null where they have no endpoints.</param>
    public async Task CreateAsync(WebhookReceiver? receiver)
    {
        for (var i = 0; i < settings.Tenants; i++)
        {
            var created = await _operator.PostAsync("v1/operator/tenants", new JsonObject { ["name"] = $"Chaos {i + 1}" });
            var tenant = new ChaosTenant(IdOf(created), $"Chaos {i + 1}", (string)created["api_key"]!["key"]!);
            Tenants.Add(tenant);
            using var backend = new JsonApi(api, tenant.ApiKey);
            if (receiver is not null)
            {
                var endpoint = await backend.PostAsync("v1/webhook-endpoints", new JsonObject { ["url"] = receiver.UrlOf($"{i + 1}").ToString() });
                receiver.Trust($"{i + 1}", (string)endpoint["secret"]!);
            }

            for (var room = 0; room < settings.RoomsPerTenant; room++)
            {
                var made = await backend.PostAsync("v1/rooms", new JsonObject { ["name"] = $"room-{room + 1}" });
                _rooms.Add((string)made["livekit_name"]!);
            }
        }
    }

    /// <summary>People begin to come and go, and what is told of it begins to go wrong.</summary>
    public async Task BeginAsync()
    {
        if (settings.Parts.HasFlag(ChaosPart.Webhooks))
        {
            await _simulator.PostAsync("sim/webhooks/faults", Faults());
        }

        var disturbed = settings.Parts.HasFlag(ChaosPart.LiveKit);
        await _simulator.PostAsync("sim/driver", new JsonObject
        {
            ["seed"] = settings.Seed,
            ["rooms"] = new JsonArray([.. _rooms.Select(room => JsonValue.Create(room))]),
            ["participants_per_room"] = ParticipantsPerRoom,
            ["events_per_second"] = settings.EventsPerSecond,
            ["kinds"] = new JsonObject { ["standard"] = 8, ["sip"] = 1, ["ingress"] = 1, ["egress"] = 1, ["agent"] = 1 },
            ["crashes_per_minute"] = disturbed ? 1 : 0,
            ["moves_per_minute"] = disturbed ? 6 : 0,
            ["departure_timeout_seconds"] = DepartureTimeoutSeconds,
            ["empty_timeout_seconds"] = EmptyTimeoutSeconds,
        });
    }

    /// <summary>Everybody goes; from now on nothing goes wrong with LiveKit or its webhooks.</summary>
    public async Task EndAsync()
    {
        await _simulator.DeleteAsync("sim/webhooks/faults");
        await _simulator.PostAsync("sim/node/up", []);
        await _simulator.DeleteAsync("sim/driver?leave=true");
    }

    /// <summary>Waits until all rooms have closed and no webhook waits; throws when that takes longer than it can.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        for (var i = 0; (long)(await _simulator.GetAsync("sim/node"))["nodes"]!.AsArray().Sum(node => (int)node!["rooms"]!) > 0; i++)
        {
            if (i >= 120)
            {
                throw new ChaosFailedException("There are rooms in the simulator that nobody closes.");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        }

        // What waited for its turn may have to be sent five times.
        while (!await IsDrainedAsync())
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public Task LiveKitDownAsync(TimeSpan length, bool refuses) => _simulator.PostAsync(
        "sim/node/down", new JsonObject { ["how"] = refuses ? "refuse" : "503", ["for_ms"] = (long)length.TotalMilliseconds });

    public Task LiveKitSlowAsync(TimeSpan length) => _simulator.PostAsync(
        "sim/node/slow", new JsonObject { ["ms"] = 2500, ["for_ms"] = (long)length.TotalMilliseconds });

    public Task SkewAsync(string node, TimeSpan skew) => _simulator.PostAsync(
        "sim/node/skew", new JsonObject { ["node"] = node, ["skew_ms"] = (long)skew.TotalMilliseconds });

    /// <summary>Asks RelayKit for a look at LiveKit.</summary>
    public async Task<JsonNode> LookAsync() => (await _operator.PostAsync("v1/operator/reconcile", []))["looks"]!.AsArray().Single()!;

    public Task<IReadOnlyList<TrueRoom>> TruthAsync() => SimulatedTruth.ReadAsync(_simulator);

    public async Task<IReadOnlyDictionary<string, long>> ActsAsync() => (await _simulator.GetAsync("sim/driver"))["acts"]!.AsObject()
        .ToDictionary(act => act.Key, act => (long)act.Value!);

    public async Task<JsonNode> UsageAsync(ChaosTenant tenant)
    {
        using var backend = new JsonApi(api, tenant.ApiKey);
        return await backend.GetAsync("v1/usage");
    }

    public void Dispose()
    {
        _operator.Dispose();
        _simulator.Dispose();
    }

    private static Guid IdOf(JsonNode tenant) => TenantId.TryParse((string)tenant["id"]!, out var id)
        ? id.Value
        : throw new ChaosFailedException($"RelayKit calls a tenant {tenant["id"]}.");

    private async Task<bool> IsDrainedAsync()
    {
        try
        {
            await _simulator.PostAsync("sim/webhooks/drain?timeout_seconds=30", []);
            return true;
        }
        catch (JsonApiException late) when ((int)late.Status == 504)
        {
            return false;
        }
    }

    private JsonObject Faults() => new()
    {
        ["seed"] = settings.Seed,
        ["drop"] = 0.03,
        ["answered_4xx"] = 0.01,
        ["wrong_signature"] = 0.005,
        ["stale_token"] = 0.005,
        ["unknown_field"] = 0.05,
        ["unknown_enum"] = 0.03,
        ["duplicate"] = Chance(0.05, 20_000),
        ["duplicate_new_id"] = Chance(0.02, 20_000),
        ["delay"] = Chance(0.05, 3000),
        ["reorder"] = Chance(0.03, 2000),
        ["reorder_within_room"] = Chance(0.05, 4000),
    };

    private static JsonObject Chance(double probability, int upToMs) => new() { ["probability"] = probability, ["up_to_ms"] = upToMs };
}
