using System.Text.Json.Nodes;
using RelayKit.Cli.Http;

namespace RelayKit.Cli.Demo;

/// <summary>
/// The people of the story: a tenant's backend with its key, apps that join with the tokens it hands them, and somebody who can
/// see what really happened. All through public calls.
/// </summary>
internal sealed class DemoWorld : IDisposable
{
    private readonly DemoSettings _settings;
    private readonly JsonApi _simulator;
    private readonly Dictionary<string, string> _liveKitNames = [];
    private readonly Dictionary<(string Room, string Identity), string> _tokens = [];
    private JsonApi? _tenant;

    public DemoWorld(DemoSettings settings)
    {
        _settings = settings;
        _simulator = new JsonApi(settings.SimulatorUrl);
    }

    /// <summary>The meter is looked at from the first moment on, when there is no tenant yet.</summary>
    private JsonApi Tenant => _tenant ?? throw new DemoFailedException("There is no tenant yet.");

    public async Task<string> CreateTenantAsync(string name)
    {
        using var operators = new JsonApi(_settings.ApiUrl, _settings.OperatorKey);
        var created = await operators.PostAsync("v1/operator/tenants", new JsonObject { ["name"] = name });
        _tenant = new JsonApi(_settings.ApiUrl, (string)created["api_key"]!["key"]!);
        return $"{created["id"]} with the key {created["api_key"]!["prefix"]}…";
    }

    public async Task CreateRoomAsync(string room)
    {
        var created = await Tenant.PostAsync("v1/rooms", new JsonObject { ["name"] = room, ["departure_timeout_seconds"] = 2 });
        _liveKitNames[room] = (string)created["livekit_name"]!;
    }

    /// <summary>Asks for a token. Before the silo is killed, everybody has one: joining needs LiveKit only.</summary>
    public async Task MintAsync(string room, string identity)
    {
        var minted = await Tenant.PostAsync($"v1/rooms/{room}/tokens", new JsonObject { ["identity"] = identity, ["name"] = identity });
        _tokens[(room, identity)] = (string)minted["token"]!;
    }

    public Task JoinAsync(string room, string identity) =>
        _simulator.PostAsync("sim/join", new JsonObject { ["token"] = _tokens[(room, identity)] });

    public Task LeaveAsync(string room, string identity) =>
        _simulator.PostAsync("sim/leave", new JsonObject { ["room"] = _liveKitNames[room], ["identity"] = identity });

    public Task PublishAsync(string room, string identity) => _simulator.PostAsync(
        "sim/publish", new JsonObject { ["room"] = _liveKitNames[room], ["identity"] = identity, ["source"] = "camera" });

    public Task HoldWebhooksAsync(string room) => _simulator.PostAsync("sim/webhooks/hold", new JsonObject { ["room"] = _liveKitNames[room] });

    public Task ReleaseWebhooksReversedAsync(string room) => _simulator.PostAsync(
        "sim/webhooks/release", new JsonObject { ["room"] = _liveKitNames[room], ["order"] = "reverse" });

    public Task DrainWebhooksAsync() => _simulator.PostAsync("sim/webhooks/drain?timeout_seconds=30", []);

    public async Task<long> PendingWebhooksAsync() => (long)(await _simulator.GetAsync("sim/webhooks"))["pending"]!;

    /// <summary>Sends the last join of a room once more, byte for byte, as LiveKit does when it missed the answer.</summary>
    public async Task<int> RepeatLastJoinAsync(string room)
    {
        var sent = await _simulator.GetAsync($"sim/webhooks/sent?room={_liveKitNames[room]}");
        var join = sent["sent"]!.AsArray().Last(webhook => (string)webhook!["event"]! == "participant_joined")!;
        return await _simulator.RepeatWebhookAsync(
            new Uri((string)join["url"]!), (string)join["body"]!, (string)join["authorization"]!);
    }

    public Task<JsonNode> UsageAsync() => Tenant.GetAsync("v1/usage");

    public Task<JsonNode> RoomAsync(string room) => Tenant.GetAsync($"v1/rooms/{room}");

    /// <summary>Whether the simulator has nobody left in any room, and every room has finished.</summary>
    public async Task<bool> IsOverAsync() => (await TruthAsync()).All(connection => connection.RoomFinishedAtSeconds is not null);

    public async Task<IReadOnlyList<TrueConnection>> TruthAsync()
    {
        var truth = await _simulator.GetAsync("sim/truth");
        return [.. from room in truth["rooms"]!.AsArray()
                   from participant in room!["participants"]!.AsArray()
                   select new TrueConnection(
                       (string)room["name"]!,
                       (string)participant!["sid"]!,
                       (string)participant["identity"]!,
                       (long)participant["joined_at_ms"]!,
                       (long?)participant["left_created_at"],
                       (long?)room["finished_at"],
                       (bool)participant["active_ever"]!)];
    }

    public async Task<IReadOnlyList<MeteredConnection>> MeteredAsync()
    {
        var metered = new List<MeteredConnection>();
        string? cursor = null;
        do
        {
            var page = await Tenant.GetAsync($"v1/sessions?limit=100{(cursor is null ? "" : $"&cursor={cursor}")}");
            foreach (var session in page["data"]!.AsArray())
            {
                var detail = await Tenant.GetAsync($"v1/sessions/{session!["id"]}");
                metered.AddRange(detail["participants"]!.AsArray().Select(participant => new MeteredConnection(
                    (string)participant!["livekit_sid"]!, (long?)participant["duration_ms"])));
            }

            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);
        return metered;
    }

    public void Dispose()
    {
        _simulator.Dispose();
        _tenant?.Dispose();
    }
}
