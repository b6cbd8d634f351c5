using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>A tenant with a bucket of its own and a live room in which somebody publishes.</summary>
public sealed class RecordedRoom
{
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

        return await OpenAsync(stack, tenant, record: null);
    }

    /// <summary>One that says itself how it is recorded.</summary>
    public static async Task<RecordedRoom> OpenAsync(StackFixture stack, TestTenant tenant, object? record)
    {
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = $"standup-{Guid.NewGuid():N}"[..16], record });
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
