using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class EgressFaultTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        await _simulator.PublisherAsync();
    }

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_start_whose_answer_is_lost_has_started()
    {
        await NextAsync("""{"start":"answer_lost"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => _simulator.StartRoomAsync());
        Assert.Equal("r", (string)(await OnlyAsync())["room_name"]!);
        Assert.Equal(["egress_started"], await _simulator.EgressStoryAsync());
    }

    [Fact]
    public async Task A_start_whose_worker_answers_too_late_has_started()
    {
        await NextAsync("""{"start":"deadline_exceeded"}""");
        Assert.Equal((408, "request timed out"), await StartRefusedAsync());
        await OnlyAsync();
    }

    [Fact]
    public async Task A_start_without_a_worker_has_not()
    {
        await NextAsync("""{"start":"no_worker"}""");
        Assert.Equal((503, "no response from servers"), await StartRefusedAsync());
        Assert.Empty((await _simulator.EgressAsync("ListEgress", "{}"))["items"]!.AsArray());
        await _simulator.StartRoomAsync();
    }

    [Fact]
    public async Task A_start_signal_that_never_comes_aborts_it()
    {
        await NextAsync("""{"start_signal_missing_after_ms":5000}""");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(4);
        Assert.Equal("EGRESS_STARTING", await StatusAsync(id));
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_ABORTED", "Start signal not received", 412, "");
        Assert.Equal(["egress_started", "egress_ended EGRESS_ABORTED"], await _simulator.EgressStoryAsync());
    }

    [Theory]
    [InlineData("starting", "egress_started")]
    [InlineData("active", "egress_started,egress_updated EGRESS_ACTIVE")]
    [InlineData("ending", "egress_started,egress_updated EGRESS_ACTIVE,egress_updated EGRESS_ENDING")]
    public async Task It_fails_in_any_state(string at, string before)
    {
        await NextAsync($$"""{"fail":{"error":"OOM: 4.00 GB used","code":403,"at":"{{at}}","after_ms":500} }""");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Advance(TimeSpan.FromMilliseconds(400));
        if (at == "ending")
        {
            await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        }

        _simulator.Time.Pass(2);
        await AssertEndAsync(id, "EGRESS_FAILED", "OOM: 4.00 GB used", 403, "End reason: Failure");
        Assert.Equal([.. before.Split(','), "egress_ended EGRESS_FAILED"], await _simulator.EgressStoryAsync());
        Assert.Empty(_simulator.Storage.Objects);
    }

    [Fact]
    public async Task A_limit_ends_it_with_its_file_and_without_a_word_of_ending()
    {
        await NextAsync("""{"limit_after_ms":60000}""");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        await _simulator.SettleAsync();
        _simulator.Time.Pass(62);
        await AssertEndAsync(id, "EGRESS_LIMIT_REACHED", "Session limit reached", 413, "End reason: Session limit reached");
        Assert.Equal(["egress_started", "egress_updated EGRESS_ACTIVE", "egress_ended EGRESS_LIMIT_REACHED"], await _simulator.EgressStoryAsync());
        Assert.Equal(60_000, (await DurationAsync(id)), 1000d);
        Assert.Single(_simulator.Storage.Objects);
    }

    [Theory]
    [InlineData("\"skip_started\":true", "egress_updated EGRESS_ACTIVE,egress_updated EGRESS_ENDING,egress_ended EGRESS_COMPLETE")]
    [InlineData("\"skip_active\":true", "egress_started,egress_updated EGRESS_ENDING,egress_ended EGRESS_COMPLETE")]
    [InlineData("\"skip_ending\":true", "egress_started,egress_updated EGRESS_ACTIVE,egress_ended EGRESS_COMPLETE")]
    [InlineData("\"skip_active\":true,\"skip_ending\":true", "egress_started,egress_ended EGRESS_COMPLETE")]
    [InlineData("\"skip_started\":true,\"skip_active\":true,\"skip_ending\":true", "egress_ended EGRESS_COMPLETE")]
    [InlineData("\"duplicate_ended\":\"same_id\"", "egress_started,egress_updated EGRESS_ACTIVE,egress_updated EGRESS_ENDING,egress_ended EGRESS_COMPLETE,egress_ended EGRESS_COMPLETE")]
    [InlineData("\"duplicate_ended\":\"new_id\"", "egress_started,egress_updated EGRESS_ACTIVE,egress_updated EGRESS_ENDING,egress_ended EGRESS_COMPLETE,egress_ended EGRESS_COMPLETE")]
    public async Task Events_are_left_out_or_come_twice(string script, string story)
    {
        await NextAsync($"{{{script}}}");
        await RecordAsync(5);
        var events = await _simulator.EgressEventsAsync();
        Assert.Equal(story.Split(','), events.Select(told => $"{told["event"]} {told["egressInfo"]!["status"]}".TrimEnd()));
        Assert.Equal(script.Contains("same_id", StringComparison.Ordinal) ? events.Count - 1 : events.Count, events.Select(told => (string)told["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task What_the_worker_has_not_told_is_not_listed_either()
    {
        await NextAsync("""{"skip_active":true}""");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(5);
        Assert.Equal("EGRESS_STARTING", await StatusAsync(id));
        Assert.Equal("active", (string)(await _simulator.TruthAsync(id))["state"]!);
        Assert.Equal("EGRESS_ENDING", (string)(await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}"""))["status"]!);
    }

    [Fact]
    public async Task A_dead_workers_egress_is_listed_for_ever_and_cannot_be_stopped()
    {
        await NextAsync("""{"dead_after_ms":2000}""");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(4);
        Assert.Equal(("dead", "active"), ((string)(await _simulator.TruthAsync(id))["state"]!, (string)(await _simulator.TruthAsync(id))["listed_state"]!));
        Assert.Contains($"participant_left {id} CONNECTION_TIMEOUT", await _simulator.StoryAsync());

        Assert.Equal((408, "request timed out"), await TimedOutAsync("StopEgress", id));
        Assert.Equal((408, "request timed out"), await TimedOutAsync("UpdateStream", id));
        _simulator.Time.Advance(TimeSpan.FromHours(48));
        Assert.Equal("EGRESS_ACTIVE", await StatusAsync(id));
        Assert.Empty(await _simulator.EgressEventsAsync());
    }

    [Fact]
    public async Task An_upload_that_is_refused_fails_the_egress()
    {
        await NextAsync("""{"upload_fails":"InvalidAccessKeyId: no such key"}""");
        var scripted = await RecordAsync(5);
        await AssertEndAsync(scripted, "EGRESS_FAILED", "S3 upload failed: InvalidAccessKeyId: no such key", 400, "End reason: StopEgress API");

        var real = await RecordAsync(5, """ "file_outputs":[{"filepath":"f","s3":{"bucket":"closed"}}] """);
        await AssertEndAsync(real, "EGRESS_FAILED", "S3 upload failed: AccessDenied: Access Denied", 400, "End reason: StopEgress API");
        Assert.Empty(_simulator.Storage.Objects);
    }

    [Fact]
    public async Task The_workers_backup_takes_what_the_requests_storage_does_not()
    {
        await _simulator.DoAsync("egress/backup", """{"region":"r","bucket":"spare","access_key":"BK","secret":"BS","prefix":"backup/x"}""");
        var id = await RecordAsync(5, """ "file_outputs":[{"filepath":"rec/f.mp4","s3":{"bucket":"closed"}}] """);
        await AssertEndAsync(id, "EGRESS_COMPLETE", "", 0, "End reason: StopEgress API");
        var listed = await _simulator.ListedAsync(id);
        Assert.True((bool)listed["backup_storage_used"]!);
        Assert.Equal(("rec/f.mp4", "https://spare.example.com/backup/x/rec/f.mp4"), ((string)listed["file_results"]![0]!["filename"]!, (string)listed["file_results"]![0]!["location"]!));
        Assert.Equal("spare/backup/x/rec/f.mp4", _simulator.Storage.Objects.Single().Key);
        Assert.Contains("BK:BS", _simulator.Storage.Credentials);
        Assert.True((bool)(await _simulator.TruthAsync(id))["uploaded"]![0]!["backup"]!);

        await _simulator.DoAsync("egress/backup", """{"region":"r","bucket":"closed-too","access_key":"BK","secret":"BS"}""");
        var lost = await RecordAsync(5, """ "file_outputs":[{"filepath":"f","s3":{"bucket":"closed"}}] """);
        await AssertEndAsync(lost, "EGRESS_FAILED", "S3 upload failed: AccessDenied: Access Denied", 400, "End reason: StopEgress API");
    }

    [Fact]
    public async Task Delays_keep_it_starting_and_ending()
    {
        await NextAsync("""{"start_delay_ms":3000,"ending_delay_ms":4000}""");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(2);
        Assert.Equal("EGRESS_STARTING", await StatusAsync(id));
        _simulator.Time.Pass(1);
        Assert.Equal("EGRESS_ACTIVE", await StatusAsync(id));
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(3);
        Assert.Equal("EGRESS_ENDING", await StatusAsync(id));
        _simulator.Time.Pass(2);
        Assert.Equal("EGRESS_COMPLETE", await StatusAsync(id));
    }

    [Fact]
    public async Task It_is_forgotten_at_its_end_or_at_once()
    {
        await NextAsync("""{"forget":true}""");
        var first = await RecordAsync(2);
        var second = await _simulator.StartRoomAsync();
        await _simulator.DoAsync("egress/forget", $$"""{"egress_id":"{{second}}"}""");
        Assert.Empty((await _simulator.EgressAsync("ListEgress", "{}"))["items"]!.AsArray());
        Assert.Equal("complete", (string)(await _simulator.TruthAsync(first))["state"]!);
    }

    [Fact]
    public async Task A_big_file_is_as_big_as_is_asked()
    {
        await NextAsync("""{"size_bytes":5000000}""");
        var id = await RecordAsync(2);
        Assert.Equal("5000000", (string)(await _simulator.ListedAsync(id))["file_results"]![0]!["size"]!);
        Assert.Equal(5_000_000, _simulator.Storage.Objects.Single().Value.Length);
    }

    [Fact]
    public async Task A_script_is_for_a_room_and_so_many_or_for_all()
    {
        await _simulator.JoinAsync("other", "bob");
        await NextAsync("""{"room":"other","start":"no_worker"}""");
        await NextAsync("""{"room":"r","count":2,"start":"deadline_exceeded"}""");
        await _simulator.DoAsync("egress/script", """{"start":"no_worker"}""");
        foreach (var status in new[] { 408, 408, 503, 503 })
        {
            Assert.Equal(status, (await StartRefusedAsync()).Status);
        }

        Assert.Equal(1, (int)(await _simulator.SeeAsync("egress"))["scripted"]!);
        (await _simulator.Http.DeleteAsync("/sim/egress/script")).EnsureSuccessStatusCode();
        await _simulator.StartRoomAsync();
    }

    [Fact]
    public async Task Queues_of_webhooks_are_held_and_disturbed_by_the_egresss_id()
    {
        var id = await _simulator.StartRoomAsync();
        await _simulator.DeliveriesAsync();
        await _simulator.DoAsync("webhooks/faults/next", $$"""{"room":"{{id}}","event":"egress_updated","fault":"drop"}""");
        _simulator.Time.Pass(1);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
        Assert.Equal(["egress_updated EGRESS_ENDING", "egress_ended EGRESS_COMPLETE"], await _simulator.EgressStoryAsync());
    }

    private async Task<(int Status, string? Message)> TimedOutAsync(string method, string id)
    {
        var asked = _simulator.CallEgressAsync(method, $$"""{"egress_id":"{{id}}"}""");
        Assert.Equal(TimeSpan.FromSeconds(2), await _simulator.Time.NextWaitAsync());
        _simulator.Time.Pass(2);
        var (status, problem) = await asked;
        return (status, (string?)JsonNode.Parse(problem)!["msg"]);
    }

    private Task<JsonNode> NextAsync(string script) => _simulator.DoAsync("egress/script/next", script);

    private async Task<string> RecordAsync(int seconds, string outputs = EgressCalls.File)
    {
        var id = await _simulator.StartRoomAsync(outputs);
        _simulator.Time.Pass(seconds);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
        return id;
    }

    private async Task<JsonNode> OnlyAsync() => (await _simulator.EgressAsync("ListEgress", "{}"))["items"]!.AsArray().Single()!;

    private async Task<(int Status, string? Message)> StartRefusedAsync()
    {
        var (status, problem) = await _simulator.CallEgressAsync("StartRoomCompositeEgress", $$"""{"room_name":"r",{{EgressCalls.File}}}""");
        return (status, (string?)JsonNode.Parse(problem)!["msg"]);
    }

    private async Task<string> StatusAsync(string id) => (string)(await _simulator.ListedAsync(id))["status"]!;

    private async Task<double> DurationAsync(string id) => (double)(await _simulator.TruthAsync(id))["duration_ms"]!;

    private async Task AssertEndAsync(string id, string status, string error, int code, string details)
    {
        var ended = await _simulator.ListedAsync(id);
        Assert.Equal((status, error, code, details), ((string)ended["status"]!, (string)ended["error"]!, (int)ended["error_code"]!, (string)ended["details"]!));
    }
}
