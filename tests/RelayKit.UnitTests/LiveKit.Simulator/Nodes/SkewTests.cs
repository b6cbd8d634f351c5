using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Nodes;

public sealed class SkewTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData(-7_500)]
    [InlineData(30_000)]
    public async Task Every_time_that_a_node_tells_is_of_its_own_clock(int skewMs)
    {
        var nowMs = _simulator.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await _simulator.DoAsync("node/skew", $$"""{"node":"a","skew_ms":{{skewMs}}}""");
        var joined = await _simulator.JoinAsync("r", "ada");
        await _simulator.LeaveAsync("r", "ada");
        Assert.Equal(nowMs + skewMs, (long)joined["joined_at_ms"]!);
        var seconds = (long)Math.Floor((nowMs + skewMs) / 1000.0);
        foreach (var delivery in await _simulator.DeliveriesAsync())
        {
            Assert.Equal($"{seconds}", (string?)delivery.Json["createdAt"]);
            Assert.Equal($"{nowMs + skewMs}", (string?)delivery.Json["room"]!["creationTimeMs"]);
            Assert.Equal(seconds, (long)HandMadeToken.Claims(delivery.Authorization)["nbf"]!);
        }

        var truth = (await _simulator.SeeAsync("truth"))["rooms"]![0]!["participants"]![0]!;
        Assert.Equal((nowMs + skewMs, seconds), ((long)truth["left_at_ms"]!, (long)truth["left_at"]!));
    }

    [Fact]
    public async Task Each_node_has_a_clock_of_its_own_and_a_reset_sets_them_right()
    {
        await _simulator.DoAsync("node/skew", """{"node":"b","skew_ms":5000}""");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("node/move", """{"room":"r"}""");
        Assert.Equal([("a", 0L, 0), ("b", 5000L, 1)], await NodesAsync());
        var rooms = (await _simulator.SeeAsync("truth"))["rooms"]!.AsArray();
        Assert.Equal(5000, (long)rooms[1]!["creation_time_ms"]! - (long)rooms[0]!["creation_time_ms"]!);
        await _simulator.DoAsync("reset");
        Assert.Equal([("a", 0L, 0), ("b", 0L, 0)], await NodesAsync());
    }

    [Theory]
    [InlineData("""{"node":"a"}""", "skew_ms: is required: a whole number from -86400000 to 86400000")]
    [InlineData("""{"node":"a","skew_ms":1.5}""", "skew_ms: has to be a whole number from -86400000 to 86400000")]
    [InlineData("""{"skew_ms":1}""", "node: is required and has to be text")]
    public async Task What_is_wrong_with_a_skew_is_said(string body, string detail)
    {
        var (status, problem) = await _simulator.ControlAsync("node/skew", body);
        Assert.Equal((400, detail), (status, (string?)problem["detail"]));
    }

    private async Task<List<(string, long, int)>> NodesAsync() =>
        [.. (await _simulator.SeeAsync("node"))["nodes"]!.AsArray().Select(Told!)];

    private static (string, long, int) Told(JsonNode node) => ((string)node["name"]!, (long)node["skew_ms"]!, (int)node["rooms"]!);
}
