using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class EgressControlTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        await _simulator.PublisherAsync();
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("egress/script", """{"start":"maybe"}""", 400, "start: has to be ok or answer_lost or deadline_exceeded or no_worker")]
    [InlineData("egress/script", """{"fail":{"code":500}}""", 400, "fail.error: is required and has to be text")]
    [InlineData("egress/script", """{"limit_after_ms":-1}""", 400, "limit_after_ms: has to be a whole number from 0 to 604800000")]
    [InlineData("egress/script/next", """{"strat":"ok"}""", 400, "strat: is unknown")]
    [InlineData("egress/script/next", """{"count":0}""", 400, "count: has to be a whole number from 1 to 1000000")]
    [InlineData("egress/backup", """{"region":"r"}""", 400, "bucket: is required and has to be text")]
    [InlineData("egress/finish", "{}", 400, "egress_id: is required and has to be text")]
    [InlineData("egress/finish", """{"egress_id":"EG_none"}""", 404, "egress does not exist")]
    [InlineData("egress/limit", """{"egress_id":"EG_none"}""", 404, "egress does not exist")]
    [InlineData("egress/kill", """{"egress_id":"EG_none"}""", 404, "egress does not exist")]
    [InlineData("egress/forget", """{"egress_id":"EG_none"}""", 404, "egress does not exist")]
    [InlineData("egress/repeat", """{"egress_id":"EG_none"}""", 404, "egress does not exist")]
    [InlineData("egress/advance", """{"egress_id":"EG_none","ms":1}""", 404, "egress does not exist")]
    [InlineData("egress/fail", """{"egress_id":"EG_none"}""", 404, "egress does not exist")]
    [InlineData("egress/fail-stream", """{"egress_id":"EG_none","url":"u"}""", 404, "egress does not exist")]
    public async Task What_is_wrong_with_a_call_is_said(string path, string body, int status, string detail)
    {
        var (answered, problem) = await _simulator.ControlAsync(path, body);
        Assert.Equal(status, answered);
        Assert.StartsWith(detail, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_on_is_finished_by_hand_as_if_its_source_had_closed()
    {
        var id = await StartAsync();
        await ActAsync("finish", id);
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_COMPLETE", "", "End reason: Source closed");
        Assert.Equal(409, (await _simulator.ControlAsync("egress/finish", $$"""{"egress_id":"{{id}}"}""")).Status);
    }

    [Fact]
    public async Task What_has_not_begun_cannot_be_finished()
    {
        await _simulator.JoinAsync("empty", "bob");
        var started = await _simulator.EgressAsync("StartRoomCompositeEgress", $$"""{"room_name":"empty",{{EgressCalls.File}}}""");
        Assert.Equal(409, (await _simulator.ControlAsync("egress/finish", $$"""{"egress_id":"{{started["egress_id"]}}"}""")).Status);
    }

    [Fact]
    public async Task Its_limit_is_reached_by_hand()
    {
        var id = await StartAsync();
        await ActAsync("limit", id);
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_LIMIT_REACHED", "Session limit reached", "End reason: Session limit reached");
        Assert.Equal(["egress_started", "egress_updated EGRESS_ACTIVE", "egress_ended EGRESS_LIMIT_REACHED"], await _simulator.EgressStoryAsync());
    }

    [Fact]
    public async Task It_fails_by_hand_in_any_state()
    {
        var id = await StartAsync();
        await _simulator.DoAsync("egress/fail", $$"""{"egress_id":"{{id}}","error":"CPU exhausted: 4.00 cores used","code":403,"details":"End reason: CPU exhausted"}""");
        await AssertEndAsync(id, "EGRESS_FAILED", "CPU exhausted: 4.00 cores used", "End reason: CPU exhausted");
        Assert.False((bool)(await _simulator.TruthAsync(id))["recorder"]!);
    }

    [Fact]
    public async Task Its_worker_dies_by_hand()
    {
        var id = await StartAsync();
        await ActAsync("kill", id);
        _simulator.Time.Pass(100);
        Assert.Equal("EGRESS_ACTIVE", (string)(await _simulator.ListedAsync(id))["status"]!);
        Assert.Equal("dead", (string)(await _simulator.TruthAsync(id))["state"]!);
    }

    [Fact]
    public async Task It_has_recorded_for_longer_than_time_has_passed()
    {
        var id = await StartAsync();
        await _simulator.DoAsync("egress/advance", $$"""{"egress_id":"{{id}}","ms":3600000}""");
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
        var ended = await _simulator.ListedAsync(id);
        var file = ended["file_results"]![0]!;
        Assert.InRange(long.Parse((string)file["duration"]!, null), 3_600_000_000_000, 3_602_000_000_000);
        Assert.Equal((string)file["ended_at"]!, (string)ended["ended_at"]!);
    }

    [Fact]
    public async Task What_was_told_is_told_once_more_under_another_id()
    {
        var id = await StartAsync();
        await ActAsync("repeat", id);
        await ActAsync("finish", id);
        _simulator.Time.Pass(1);
        await ActAsync("repeat", id);
        var events = await _simulator.EgressEventsAsync();
        Assert.Equal(
            ["egress_started", "egress_updated EGRESS_ACTIVE", "egress_updated EGRESS_ACTIVE", "egress_updated EGRESS_ENDING", "egress_ended EGRESS_COMPLETE", "egress_ended EGRESS_COMPLETE"],
            events.Select(told => $"{told["event"]} {told["egressInfo"]!["status"]}".TrimEnd()));
        Assert.Equal(6, events.Select(told => (string)told["id"]!).Distinct().Count());
        Assert.Equal(6, (await _simulator.TruthAsync(id))["told"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_reset_forgets_egresses_scripts_and_the_backup()
    {
        await StartAsync();
        await _simulator.DoAsync("egress/script", """{"start":"no_worker"}""");
        await _simulator.DoAsync("reset");
        Assert.Empty((await _simulator.SeeAsync("egress"))["egresses"]!.AsArray());
        await _simulator.PublisherAsync();
        await StartAsync();
    }

    [Fact]
    public async Task The_truth_is_told_by_room_and_by_id()
    {
        await _simulator.JoinAsync("other", "bob");
        var id = await StartAsync();
        await _simulator.EgressAsync("StartRoomCompositeEgress", $$"""{"room_name":"other",{{EgressCalls.File}}}""");
        Assert.Equal(2, (await _simulator.SeeAsync("egress"))["egresses"]!.AsArray().Count);
        Assert.Equal(id, (string)(await _simulator.SeeAsync("egress?room=r"))["egresses"]!.AsArray().Single()!["egress_id"]!);
        Assert.Empty((await _simulator.SeeAsync($"egress?room=other&egress_id={id}"))["egresses"]!.AsArray());
    }

    private async Task<string> StartAsync()
    {
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        return id;
    }

    private Task<JsonNode> ActAsync(string act, string id) => _simulator.DoAsync($"egress/{act}", $$"""{"egress_id":"{{id}}"}""");

    private async Task AssertEndAsync(string id, string status, string error, string details)
    {
        var ended = await _simulator.ListedAsync(id);
        Assert.Equal((status, error, details), ((string)ended["status"]!, (string)ended["error"]!, (string)ended["details"]!));
    }
}
