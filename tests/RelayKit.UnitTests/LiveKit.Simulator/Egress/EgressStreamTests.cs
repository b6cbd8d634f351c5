using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class EgressStreamTests : IAsyncLifetime
{
    private const string One = "rtmp://h/app/key-number-one";
    private const string Two = "rtmps://h/app/key-number-two";
    private const string Streams = $$""" "stream_outputs":[{"protocol":"RTMP","urls":["{{One}}"]}] """;

    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        await _simulator.PublisherAsync();
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Addresses_come_and_go_while_it_streams()
    {
        var id = await StartAsync();
        var added = await UpdateAsync(id, add: Two);
        Assert.Equal(["rtmp://h/app/{key...one} ACTIVE", "rtmps://h/app/{key...two} ACTIVE"], StreamsOf(added));
        _simulator.Time.Pass(10);
        var removed = await UpdateAsync(id, remove: One);
        Assert.Equal(["rtmp://h/app/{key...one} FINISHED", "rtmps://h/app/{key...two} ACTIVE"], StreamsOf(removed));
        Assert.Equal("EGRESS_ACTIVE", (string)removed["status"]!);
        Assert.InRange(long.Parse((string)removed["stream_results"]![0]!["duration"]!, null), 10_000_000_000, 11_000_000_000);
        Assert.Equal("0", (string)removed["stream_results"]![1]!["ended_at"]!);
        Assert.Equal(
            ["egress_started", "egress_updated EGRESS_ACTIVE", "egress_updated EGRESS_ACTIVE", "egress_updated EGRESS_ACTIVE"],
            await _simulator.EgressStoryAsync());
    }

    [Fact]
    public async Task With_the_last_address_it_ends()
    {
        var id = await StartAsync();
        var last = await UpdateAsync(id, remove: One);
        Assert.Equal("EGRESS_ENDING", (string)last["status"]!);
        _simulator.Time.Pass(1);
        var ended = await _simulator.ListedAsync(id);
        Assert.Equal(("EGRESS_COMPLETE", "End reason: All streams stopped"), ((string)ended["status"]!, (string)ended["details"]!));
    }

    [Fact]
    public async Task With_a_file_besides_it_goes_on_without_addresses()
    {
        var id = await StartAsync($"{Streams},{EgressCalls.File}");
        await UpdateAsync(id, remove: One);
        _simulator.Time.Pass(5);
        Assert.Equal("EGRESS_ACTIVE", (string)(await _simulator.ListedAsync(id))["status"]!);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_told_and_the_last_one_fails_the_egress()
    {
        var id = await StartAsync();
        await UpdateAsync(id, add: Two);
        await FailAsync(id, One);
        Assert.Equal(["rtmp://h/app/{key...one} FAILED", "rtmps://h/app/{key...two} ACTIVE"], StreamsOf(await _simulator.ListedAsync(id)));
        await FailAsync(id, Two);
        var ended = await _simulator.ListedAsync(id);
        Assert.Equal(("EGRESS_FAILED", "gone", "End reason: All streams stopped"), ((string)ended["status"]!, (string)ended["error"]!, (string)ended["details"]!));
    }

    [Fact]
    public async Task A_stop_finishes_every_stream()
    {
        var id = await StartAsync();
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
        Assert.Equal(["rtmp://h/app/{key...one} FINISHED"], StreamsOf(await _simulator.ListedAsync(id)));
        Assert.Empty(_simulator.Storage.Objects);
    }

    [Fact]
    public async Task What_is_wrong_with_a_change_is_said_in_livekits_words()
    {
        var id = await StartAsync();
        Assert.Equal((404, $"stream {Two} not found"), await RefusedAsync(id, remove: Two));
        Assert.Equal((400, "invalid url srt://h: invalid scheme"), await RefusedAsync(id, add: "srt://h"));
        var file = await _simulator.StartRoomAsync();
        Assert.Equal((400, "UpdateStream called on non-streaming egress"), await RefusedAsync(file, add: One));
    }

    private static IEnumerable<string> StreamsOf(JsonObject egress) =>
        egress["stream_results"]!.AsArray().Select(stream => $"{stream!["url"]} {stream["status"]}");

    private async Task<string> StartAsync(string outputs = Streams)
    {
        var id = await _simulator.StartRoomAsync(outputs);
        _simulator.Time.Pass(1);
        return id;
    }

    private Task<JsonObject> UpdateAsync(string id, string? add = null, string? remove = null) =>
        _simulator.EgressAsync("UpdateStream", Body(id, add, remove));

    private async Task<(int Status, string? Message)> RefusedAsync(string id, string? add = null, string? remove = null)
    {
        var (status, problem) = await _simulator.CallEgressAsync("UpdateStream", Body(id, add, remove));
        return (status, (string?)JsonNode.Parse(problem)!["msg"]);
    }

    private Task<JsonNode> FailAsync(string id, string url) =>
        _simulator.DoAsync("egress/fail-stream", $$"""{"egress_id":"{{id}}","url":"{{url}}","error":"gone"}""");

    private static string Body(string id, string? add, string? remove)
    {
        var body = new JsonObject { ["egress_id"] = id };
        if (add is not null)
        {
            body["add_output_urls"] = new JsonArray(add);
        }

        if (remove is not null)
        {
            body["remove_output_urls"] = new JsonArray(remove);
        }

        return body.ToJsonString();
    }
}
