using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Usage;

/// <summary>What a node counts is shared out among those who were connected to its cluster, and every byte of it is somebody's.</summary>
[Collection(SharedStackTests.Name)]
public sealed class BandwidthApiTests(StackFixture stack)
{
    [Fact]
    public async Task A_nodes_bytes_become_the_tenants_who_were_connected()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "lobby" });
        await room.JoinAsync("ann");
        await room.JoinAsync("bob");

        // In many small parts: other tests' people are connected as well now and then, and get theirs.
        await Eventually.HoldsAsync(
            async () =>
            {
                await stack.Simulator.PostAsync("/sim/node/traffic", new { incoming_bytes = 1_000_000, outgoing_bytes = 2_000_000 });
                return (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK)["bandwidth"].ValueKind == JsonValueKind.Object;
            },
            "the tenant has its share");

        var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
        var bandwidth = usage["bandwidth"];
        var (incoming, outgoing) = (bandwidth.GetProperty("media_incoming_bytes").GetInt64(), bandwidth.GetProperty("media_outgoing_bytes").GetInt64());
        Assert.True(incoming > 0);
        Assert.InRange(outgoing, (2 * incoming) - 100, (2 * incoming) + 100);
        Assert.Equal(incoming + outgoing, usage.Number("bandwidth_bytes"));
        Assert.True(bandwidth.GetProperty("estimated").GetBoolean());
        Assert.True(bandwidth.GetProperty("measured_until").GetDateTimeOffset() > usage["period"].GetProperty("start").GetDateTimeOffset());

        var series = (await tenant.Api.GetAsync("/v1/usage/series?granularity=hour")).Expect(HttpStatusCode.OK);
        Assert.True(series.Data.Sum(static point => point.TryGetProperty("bandwidth_bytes", out var bytes) ? bytes.GetInt64() : 0) >= incoming + outgoing);
        await room.LeaveAsync("ann");
        await room.LeaveAsync("bob");
    }
}
