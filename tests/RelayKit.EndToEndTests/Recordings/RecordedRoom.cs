using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>A tenant with a bucket of its own and a live room in which somebody publishes.</summary>
public sealed class RecordedRoom
{
    /// <summary>Who is in the room.</summary>
    public const string Identity = "ada";

    /// <summary>A page on a public host; nobody loads it.</summary>
    public const string Page = "https://1.1.1.1/board";

    private static readonly SemaphoreSlim OnePage = new(1);

    private static readonly string[] StreamUrls = ["rtmp://live.example.com/app/key"];

    private RecordedRoom(SimulatedRoom room) => Room = room;

    public SimulatedRoom Room { get; }

    public TestTenant Tenant => Room.Tenant;

    public ApiClient Api => Tenant.Api;

    /// <summary>LiveKit's name of the room.</summary>
    public string LiveKitName { get; private set; } = "";

    /// <summary>Below which the tenant's files lie in its own bucket; null without one.</summary>
    public string? Prefix { get; private init; }

    /// <summary>LiveKit's sids of what is published in it.</summary>
    public string Camera { get; private set; } = "";

    public string Microphone { get; private set; } = "";

    public string Screen { get; private set; } = "";

    private Simulator Simulator => Tenant.Stack.Simulator;

    public static async Task<RecordedRoom> OpenAsync(StackFixture stack, string? prefix = "acme", string? name = null)
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        if (prefix is not null)
        {
            (await tenant.Api.PutAsync("/v1/tenant/storage", stack.Store.Settings(prefix))).Expect(HttpStatusCode.OK);
        }

        return await OpenAsync(stack, tenant, record: null, name, prefix);
    }

    /// <summary>One that says itself how it is recorded.</summary>
    public static async Task<RecordedRoom> OpenAsync(StackFixture stack, TestTenant tenant, object? record, string? name = null, string? prefix = null)
    {
        // Another test's workers may have a storage of their own.
        await stack.Simulator.DeleteAsync("/sim/egress/backup");
        var simulated = await SimulatedRoom.CreateAsync(tenant, new { name = name ?? $"standup-{Guid.NewGuid():N}"[..16], record });
        var room = new RecordedRoom(simulated) { Prefix = prefix };
        await room.EnterAsync();
        return room;
    }

    /// <summary>Somebody is there and publishes.</summary>
    public async Task EnterAsync()
    {
        LiveKitName = await Room.LiveKitNameAsync();
        await Simulator.JoinAsync(await Room.MintAsync(Identity));
        Camera = await Room.PublishAsync(Identity, "camera");
        Microphone = await Room.PublishAsync(Identity, "microphone");
        Screen = await Room.PublishAsync(Identity, "screen_share");
        await Simulator.DrainAsync();
        await Eventually.EqualAsync("live", async () => (await Api.GetAsync(Room.Path)).Text("status"), $"status of {Room.Name}");
    }

    /// <summary>What asks for a recording of a kind.</summary>
    public Dictionary<string, object> OrderOf(string kind)
    {
        var order = new Dictionary<string, object> { ["kind"] = kind, ["consent_confirmed"] = true };
        if (kind != "web_page")
        {
            order["room"] = Room.Name;
        }

        switch (kind)
        {
            case "participant":
                order["identity"] = Identity;
                break;
            case "track_composite":
                (order["audio_track_id"], order["video_track_id"]) = (Microphone, Camera);
                break;
            case "web_page":
                order["page_url"] = Page;
                break;
            default:
                break;
        }

        return order;
    }

    /// <summary>What asks for a stream of a kind to addresses.</summary>
    public Dictionary<string, object> StreamOf(string kind, params string[] urls) => new(OrderOf(kind)) { ["urls"] = urls };

    /// <summary>What asks for a stream of a kind as HLS.</summary>
    public Dictionary<string, object> HlsOf(string kind, int segmentSeconds = 4) => new(OrderOf(kind)) { ["hls"] = new { segment_seconds = segmentSeconds } };

    /// <summary>Starts a recording, of the whole room unless told otherwise.</summary>
    public async Task<string> StartAsync(object? order = null)
    {
        var started = await Api.PostAsync("/v1/recordings", order ?? OrderOf("room_composite"));
        return started.Expect(HttpStatusCode.Created).Text("id");
    }

    /// <summary>Asks for a recording of the whole room, whatever comes of it.</summary>
    public Task<ApiAnswer> AskToRecordAsync(bool dryRun = false) => Api.PostAsync(
        $"/v1/recordings{(dryRun ? "?dry_run=true" : "")}", new { room = Room.Name, consent_confirmed = true });

    /// <summary>Asks for a stream of the whole room, whatever comes of it.</summary>
    public Task<ApiAnswer> AskToStreamAsync(bool dryRun = false) => Api.PostAsync(
        $"/v1/streams{(dryRun ? "?dry_run=true" : "")}", new { room = Room.Name, urls = StreamUrls, consent_confirmed = true });

    public async Task<ApiAnswer> UsageAsync() => (await Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);

    /// <summary>A limit as <c>GET /v1/limits</c> tells of it.</summary>
    public async Task<(long Value, long Used)> LimitAsync(string name)
    {
        var limit = (await Api.GetAsync("/v1/limits")).Expect(HttpStatusCode.OK).Data.Single(one => one.GetProperty("name").GetString() == name);
        return (limit.GetProperty("value").GetInt64(), limit.GetProperty("used").GetInt64());
    }

    /// <summary>Starts a stream.</summary>
    public async Task<string> StreamAsync(object order)
    {
        var started = await Api.PostAsync("/v1/streams", order);
        return started.Expect(HttpStatusCode.Created).Text("id");
    }

    /// <summary>Starts a recording of a kind whose egress goes as the script says; null for well.</summary>
    public async Task<string> StartAsync(string kind, Dictionary<string, object>? script)
    {
        // Pages are of no room: a script is for the next one, whosever it is.
        var isPage = kind == "web_page";
        if (isPage)
        {
            await OnePage.WaitAsync();
        }

        try
        {
            if (script is not null)
            {
                await Simulator.PostAsync("/sim/egress/script/next", new Dictionary<string, object>(script) { ["room"] = isPage ? "" : LiveKitName });
            }

            return await StartAsync(OrderOf(kind));
        }
        finally
        {
            if (isPage)
            {
                OnePage.Release();
            }
        }
    }

    public static string PathOf(string id) => id.StartsWith("str_", StringComparison.Ordinal) ? $"/v1/streams/{id}" : $"/v1/recordings/{id}";

    public async Task<ApiAnswer> GetAsync(string id) => (await Api.GetAsync(PathOf(id))).Expect(HttpStatusCode.OK);

    public async Task StopAsync(string id) => (await Api.PostAsync($"{PathOf(id)}/stop", new { })).Expect(HttpStatusCode.OK);

    public Task HasStatusAsync(string id, string status) => Eventually.EqualAsync(status, async () => (await GetAsync(id)).Text("status"), $"status of {id}");

    public Task HasFileAsync(string id, string file) => Eventually.EqualAsync(file, async () => (await GetAsync(id)).Text("file"), $"file of {id}");

    /// <summary>How the next egress of the room is to go.</summary>
    public async Task ScriptAsync(IDictionary<string, object> script) =>
        await Simulator.PostAsync("/sim/egress/script/next", new Dictionary<string, object>(script) { ["room"] = LiveKitName });

    /// <summary>Has the simulator do something to the egress of a recording or stream.</summary>
    public async Task ActAsync(string act, string id) =>
        await Simulator.PostAsync($"/sim/egress/{act}", new { egress_id = await EgressIdAsync(id) });

    /// <summary>LiveKit's id of the egress of a recording or stream, by RelayKit's own books.</summary>
    public async Task<string> EgressIdAsync(string id) =>
        await Tenant.Stack.Database.ScalarAsync<string>("select egress_id from recordings where recording_id = $1", PublicIds.Decode(id));

    /// <summary>What really happened to a recording or stream, by LiveKit's own books.</summary>
    public async Task<JsonElement> TruthAsync(string id) =>
        Assert.Single((await Simulator.GetAsync($"/sim/egress?egress_id={await EgressIdAsync(id)}")).GetProperty("egresses").EnumerateArray().ToList());

    /// <summary>What really happened in the room.</summary>
    public async Task<JsonElement[]> TruthAsync() =>
        [.. (await Simulator.GetAsync($"/sim/egress?room={Uri.EscapeDataString(LiveKitName)}")).GetProperty("egresses").EnumerateArray()];

    public async Task<JsonElement> OnlyTruthAsync() => Assert.Single(await TruthAsync());

    /// <summary>What the tenant was told of a recording or stream, in order.</summary>
    public async Task<List<(string Type, JsonElement Data)>> EventsAsync(string id)
    {
        var what = id.StartsWith("str_", StringComparison.Ordinal) ? "stream" : "recording";
        var all = await Api.CollectAsync("/v1/events?limit=100", static one => (one.GetProperty("type").GetString()!, one.GetProperty("data").Clone()));
        return [.. all
            .Where(told => told.Item1.StartsWith($"{what}.", StringComparison.Ordinal))
            .Select(told => (told.Item1, told.Item2.GetProperty(what)))
            .Where(told => told.Item2.GetProperty("id").GetString() == id)];
    }
}
