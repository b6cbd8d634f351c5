using System.Net;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>A room on the simulated cluster, which people join by tokens that RelayKit minted.</summary>
public sealed class SimulatedRoom(TestTenant tenant, string name)
{
    public string Name => name;

    public string Path => $"/v1/rooms/{name}";

    public TestTenant Tenant => tenant;

    public Simulator Simulator => tenant.Stack.Simulator;

    public static async Task<SimulatedRoom> CreateAsync(TestTenant tenant, object settings)
    {
        var created = (await tenant.Api.PostAsync("/v1/rooms", settings)).Expect(HttpStatusCode.Created);
        return new SimulatedRoom(tenant, created.Text("name"));
    }

    /// <summary>LiveKit's present name of it.</summary>
    public async Task<string> LiveKitNameAsync() => (await tenant.Api.GetAsync(Path)).Expect(HttpStatusCode.OK).Text("livekit_name");

    public async Task<string> MintAsync(string identity, object? more = null)
    {
        var minted = await tenant.Api.PostAsync($"{Path}/tokens", more ?? new { identity });
        return minted.Expect(HttpStatusCode.Created).Text("token");
    }

    /// <summary>Somebody joins, and RelayKit has heard of it.</summary>
    public async Task JoinAsync(string identity, object? more = null)
    {
        await Simulator.JoinAsync(await MintAsync(identity, more));
        await Simulator.DrainAsync();
    }

    public async Task LeaveAsync(string identity)
    {
        await Simulator.LeaveAsync(await LiveKitNameAsync(), identity);
        await Simulator.DrainAsync();
    }

    public async Task<string> PublishAsync(string identity, string source) =>
        await Simulator.PublishAsync(await LiveKitNameAsync(), identity, source);

    /// <summary>The identities that RelayKit takes to be connected.</summary>
    public async Task<string[]> ConnectedAsync() =>
        [.. (await tenant.Api.GetAsync($"{Path}/participants")).Expect(HttpStatusCode.OK).Data.Select(p => p.GetProperty("identity").GetString()!).Order()];

    /// <summary>The types of the tenant's events so far.</summary>
    public Task<List<(string Type, string Data)>> EventsAsync() => tenant.Stack.Database.QueryAsync(
        "select type, data::text from events where tenant_id = $1 order by seq",
        row => (row.GetString(0), row.GetString(1)),
        tenant.RowId);
}
