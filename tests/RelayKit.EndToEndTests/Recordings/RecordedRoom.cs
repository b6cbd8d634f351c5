using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>A tenant with a bucket of its own and a live room in which somebody publishes.</summary>
public sealed class RecordedRoom
{
    private static readonly string[] StreamUrls = ["rtmp://live.example.com/app/key"];

    private RecordedRoom(SimulatedRoom room) => Room = room;

    public SimulatedRoom Room { get; }

    public TestTenant Tenant => Room.Tenant;

    public ApiClient Api => Tenant.Api;

    private Simulator Simulator => Tenant.Stack.Simulator;

    public static async Task<RecordedRoom> OpenAsync(StackFixture stack, string? prefix = "acme")
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        if (prefix is not null)
        {
            (await tenant.Api.PutAsync("/v1/tenant/storage", stack.Store.Settings(prefix))).Expect(HttpStatusCode.OK);
        }

        // Another test's workers may have a storage of their own.
        await stack.Simulator.DeleteAsync("/sim/egress/backup");
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = $"standup-{Guid.NewGuid():N}"[..16] });
        await room.JoinAsync("ada");
        await room.PublishAsync("ada", "camera");
        await stack.Simulator.DrainAsync();
        return new RecordedRoom(room);
    }

    /// <summary>Starts a recording of the whole room.</summary>
    public async Task<string> StartAsync(object? more = null)
    {
        var started = await Api.PostAsync("/v1/recordings", more ?? new { room = Room.Name, consent_confirmed = true });
        return started.Expect(HttpStatusCode.Created).Text("id");
    }

    /// <summary>Asks for a recording of the whole room, whatever comes of it.</summary>
    public Task<ApiAnswer> AskToRecordAsync(bool dryRun = false) => Api.PostAsync(
        $"/v1/recordings{(dryRun ? "?dry_run=true" : "")}", new { room = Room.Name, consent_confirmed = true });

    /// <summary>Asks for a stream of the whole room, whatever comes of it.</summary>
    public Task<ApiAnswer> AskToStreamAsync(bool dryRun = false) => Api.PostAsync(
        $"/v1/streams{(dryRun ? "?dry_run=true" : "")}", new { room = Room.Name, urls = StreamUrls, consent_confirmed = true });

    public async Task StopAsync(string id) => (await Api.PostAsync($"/v1/recordings/{id}/stop", new { })).Expect(HttpStatusCode.OK);

    public async Task<ApiAnswer> UsageAsync() => (await Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);

    /// <summary>A limit as <c>GET /v1/limits</c> tells of it.</summary>
    public async Task<(long Value, long Used)> LimitAsync(string name)
    {
        var limit = (await Api.GetAsync("/v1/limits")).Expect(HttpStatusCode.OK).Data.Single(one => one.GetProperty("name").GetString() == name);
        return (limit.GetProperty("value").GetInt64(), limit.GetProperty("used").GetInt64());
    }

    public async Task<ApiAnswer> GetAsync(string id) => (await Api.GetAsync($"/v1/recordings/{id}")).Expect(HttpStatusCode.OK);

    public Task HasStatusAsync(string id, string status) => Eventually.EqualAsync(status, async () => (await GetAsync(id)).Text("status"), $"status of {id}");

    public Task HasFileAsync(string id, string file) => Eventually.EqualAsync(file, async () => (await GetAsync(id)).Text("file"), $"file of {id}");

    /// <summary>How the next egress of the room is to go.</summary>
    public async Task ScriptAsync(IDictionary<string, object> script)
    {
        script["room"] = await Room.LiveKitNameAsync();
        await Simulator.PostAsync("/sim/egress/script/next", script);
    }

    /// <summary>What really happened, by LiveKit's own books.</summary>
    public async Task<JsonElement[]> TruthAsync() =>
        [.. (await Simulator.GetAsync($"/sim/egress?room={Uri.EscapeDataString(await Room.LiveKitNameAsync())}")).GetProperty("egresses").EnumerateArray()];

    public async Task<JsonElement> OnlyTruthAsync() => Assert.Single(await TruthAsync());
}
