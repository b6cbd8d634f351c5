using System.Text;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Nodes;

public sealed class ApiOutageTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_LiveKit_that_is_down_gives_no_answer_while_rooms_and_webhooks_go_on()
    {
        await _simulator.DoAsync("node/down");
        await Assert.ThrowsAsync<HttpRequestException>(() => _simulator.CallAsync("ListRooms", "{}"));
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
        Assert.Equal(("refuse", 1), await DownAsync());
        await _simulator.DoAsync("node/up");
        Assert.Single((await _simulator.CallAsync("ListRooms", "{}"))["rooms"]!.AsArray());
    }

    [Fact]
    public async Task Or_it_answers_503_and_does_nothing()
    {
        await _simulator.DoAsync("node/down", """{"how":"503"}""");
        var (status, body) = await _simulator.CallAsync("CreateRoom", """{"name":"r"}""", _simulator.AdminToken("r"));
        Assert.Equal((503, """{"code":"unavailable","msg":"no response from servers"}"""), (status, body));
        await _simulator.DoAsync("node/up");
        Assert.Empty((await _simulator.CallAsync("ListRooms", "{}"))["rooms"]!.AsArray());
    }

    [Fact]
    public async Task An_outage_with_an_end_ends_by_itself()
    {
        await _simulator.DoAsync("node/down", """{"how":"503","for_ms":2000}""");
        _simulator.Time.Pass(1);
        Assert.Equal(("503", 0), await DownAsync());
        _simulator.Time.Pass(1);
        Assert.Equal((null, 0), await DownAsync());
        await _simulator.CallAsync("ListRooms", "{}");
    }

    [Fact]
    public async Task A_slow_LiveKit_does_at_once_what_it_answers_later()
    {
        await _simulator.DoAsync("node/slow", """{"ms":3000}""");
        var call = _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Equal(TimeSpan.FromSeconds(3), await _simulator.Time.NextWaitAsync());
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
        Assert.False(call.IsCompleted);
        _simulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("r", (string?)(await call)["name"]);
    }

    [Fact]
    public async Task A_slow_answer_shows_what_was_when_it_was_asked_for_and_counts_when_it_comes()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("node/slow", """{"ms":3000}""");
        var call = _simulator.CallAsync("ListParticipants", """{"room":"r"}""");
        await _simulator.Time.NextWaitAsync();
        await _simulator.LeaveAsync("r", "ada");
        Assert.Null((await AdaAsync())["last_listed"]);
        _simulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Single((await call)["participants"]!.AsArray());
        var seen = (await AdaAsync())["last_listed"]!;
        Assert.Equal(3000, (long)seen["answered_wall_ms"]! - (long)seen["wall_ms"]!);
    }

    [Fact]
    public async Task A_slow_answer_that_nobody_waits_for_showed_nobody_anything()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("node/slow", """{"ms":3000}""");
        using var patience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/twirp/livekit.RoomService/ListParticipants");
        request.Content = new StringContent("""{"room":"r"}""", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new("Bearer", _simulator.AdminToken("r"));
        var call = _simulator.Http.SendAsync(request, patience.Token);
        await _simulator.Time.NextWaitAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        // The server learns of it by the closed connection, in its own time.
        while ((int)(await _simulator.SeeAsync("node"))["gave_up"]! == 0)
        {
            await Task.Yield();
        }

        Assert.Null((await AdaAsync())["last_listed"]);
    }

    [Theory]
    [InlineData("down", """{"how":"softly"}""", "how: has to be refuse or 503")]
    [InlineData("down", """{"for_ms":0}""", "for_ms: has to be a whole number from 1 to 86400000")]
    [InlineData("slow", "{}", "ms: is required: a whole number from 1 to 600000")]
    [InlineData("up", """{"now":true}""", "now: is unknown; this call has no fields")]
    public async Task What_is_wrong_with_an_outage_is_said(string call, string body, string detail)
    {
        var (status, problem) = await _simulator.ControlAsync($"node/{call}", body);
        Assert.Equal((400, detail), (status, (string?)problem["detail"]));
    }

    private async Task<JsonNode> AdaAsync() => (await _simulator.SeeAsync("truth"))["rooms"]![0]!["participants"]![0]!;

    private async Task<(string?, int)> DownAsync()
    {
        var node = await _simulator.SeeAsync("node");
        return ((string?)node["down"], (int)node["turned_away"]!);
    }
}
