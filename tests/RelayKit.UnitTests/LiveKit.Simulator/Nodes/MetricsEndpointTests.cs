using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Simulator.Nodes;

public sealed class MetricsEndpointTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_node_counts_from_its_start_and_anew_under_another_id_after_a_crash()
    {
        await _simulator.DoAsync("node/traffic", """{"incoming_bytes":1234567890123,"outgoing_bytes":7}""");
        await _simulator.DoAsync("node/traffic", """{"node":"b","outgoing_bytes":5}""");

        var (a, b) = (await ReadAsync("/metrics"), await ReadAsync("/metrics/b"));
        await _simulator.DoAsync("crash", """{"node":"a"}""");
        var again = await ReadAsync("/metrics/a");

        Assert.Equal((1_234_567_890_123, 7), (a.IncomingBytes, a.OutgoingBytes));
        Assert.Equal((0, 5), (b.IncomingBytes, b.OutgoingBytes));
        Assert.Equal((0, 0), (again.IncomingBytes, again.OutgoingBytes));
        Assert.Equal(3, new[] { a.NodeId, b.NodeId, again.NodeId }.Distinct().Count());
        Assert.NotNull(a.StartedAtMs);
    }

    private async Task<NodeTraffic> ReadAsync(string path) => Assert.Single(NodeMetricsText.Read(await _simulator.Http.GetStringAsync(path)));
}
