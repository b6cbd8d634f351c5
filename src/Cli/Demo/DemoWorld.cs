using System.Text.Json.Nodes;
using RelayKit.Cli.Http;
using RelayKit.Client;

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
    private RelayKitClient? _tenant;
    private RelayKitClient? _watcher;
    private DemoBill? _bill;

    public DemoWorld(DemoSettings settings)
    {
        _settings = settings;
        _simulator = new JsonApi(settings.SimulatorUrl);
    }

    /// <summary>The meter is looked at from the first moment on, when there is no tenant yet.</summary>
    private RelayKitClient Tenant => _tenant ?? throw NoTenant();

    /// <summary>Looks often, and so is told at once when RelayKit is away.</summary>
    private RelayKitClient Watcher => _watcher ?? throw NoTenant();

    public async Task<string> CreateTenantAsync(string name)
    {
        using var operators = new JsonApi(_settings.ApiUrl, _settings.OperatorKey);
        var created = await operators.PostAsync("v1/operator/tenants", new JsonObject { ["name"] = name });
        var key = (string)created["api_key"]!["key"]!;
        _tenant = new RelayKitClient(new RelayKitClientOptions { BaseAddress = _settings.ApiUrl, ApiKey = key });
        _bill = new DemoBill(_settings, key);
        _watcher = new RelayKitClient(new RelayKitClientOptions { BaseAddress = _settings.ApiUrl, ApiKey = key, MaxRetries = 0 });
        return $"{created["id"]} with the key {created["api_key"]!["prefix"]}…";
    }

    /// <summary>How the tenant pays.</summary>
    public DemoBill Bill => _bill ?? throw NoTenant();

    public async Task CreateRoomAsync(string room)
    {
        var created = await Tenant.Rooms.CreateAsync(new CreateRoom { Name = room, DepartureTimeoutSeconds = 2 });
        _liveKitNames[room] = created.LivekitName;
    }

    /// <summary>Asks for a token. Before the silo is killed, everybody has one: joining needs LiveKit only.</summary>
    public async Task MintAsync(string room, string identity)
    {
        var minted = await Tenant.Tokens.MintAsync(room, new MintToken { Identity = identity, Name = identity });
        _tokens[(room, identity)] = minted.Token;
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

    /// <summary>A recording of a room, which has yet to start.</summary>
    public DemoRecording Recording(string room) => new(Tenant, _simulator, room, _liveKitNames[room]);

    public Task<UsageMeter> UsageAsync() => Watcher.Usage.GetAsync();

    public Task<Room> RoomAsync(string room) => Watcher.Rooms.GetAsync(room);

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
        await foreach (var session in Tenant.Sessions.ListAsync())
        {
            var detail = await Tenant.Sessions.GetAsync(session.Id);
            metered.AddRange(detail.Participants.Select(participant => new MeteredConnection(participant.LivekitSid, participant.DurationMs)));
        }

        return metered;
    }

    public void Dispose()
    {
        _simulator.Dispose();
        _tenant?.Dispose();
        _watcher?.Dispose();
        _bill?.Dispose();
    }

    private static DemoFailedException NoTenant() => new("There is no tenant yet.");
}
