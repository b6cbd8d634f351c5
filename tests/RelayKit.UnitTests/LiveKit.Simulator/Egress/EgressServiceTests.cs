using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class EgressServiceTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("StartRoomCompositeEgress")]
    [InlineData("StartWebEgress")]
    [InlineData("StartParticipantEgress")]
    [InlineData("StartTrackCompositeEgress")]
    [InlineData("StartTrackEgress")]
    [InlineData("UpdateLayout")]
    [InlineData("UpdateStream")]
    [InlineData("ListEgress")]
    [InlineData("StopEgress")]
    public async Task Every_call_needs_the_grant_to_record(string method)
    {
        var refused = await _simulator.CallEgressAsync(method, "{}", _simulator.AdminToken("r"));
        Assert.Equal((401, """{"code":"unauthenticated","msg":"permissions denied"}"""), refused);
    }

    [Fact]
    public async Task A_method_that_is_not_played_is_no_route() =>
        Assert.Equal(404, (await _simulator.CallEgressAsync("StartEgress", "{}")).Status);

    [Theory]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'none'}", 404, "requested room does not exist")]
    [InlineData("StartRoomCompositeEgress", "{}", 400, "request has missing or invalid field: room_name")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r'}", 400, "request has missing or invalid field: output")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','audio_only':true,'video_only':true,'file_outputs':[{}]}", 400, "request has missing or invalid field: audio_only and video_only")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','file_outputs':[{},{}]}", 400, "request has missing or invalid field: multiple outputs of one kind")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','file_outputs':[{'file_type':'MP3'}]}", 400, "no supported codec is compatible with all outputs")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','stream_outputs':[{'protocol':'RTMP'}]}", 400, "request has missing or invalid field: stream url")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','stream_outputs':[{'protocol':'RTMP','urls':['srt://h']}]}", 400, "invalid url srt://h: invalid scheme")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','stream_outputs':[{'protocol':'SRT','urls':['rtmp://h/a/k']}]}", 400, "invalid url rtmp://h/a/k: invalid scheme")]
    [InlineData("StartRoomCompositeEgress", "{'room_name':'r','stream_outputs':[{'protocol':'RTMP','urls':['rtmp://h/k']}]}", 400, "invalid url rtmp://h/k: rtmp urls must be of format rtmp(s)://{host}(/{path})/{app}/{stream_key}( live=1)")]
    [InlineData("StartWebEgress", "{'file_outputs':[{}]}", 400, "request has missing or invalid field: url")]
    [InlineData("StartParticipantEgress", "{'room_name':'none','identity':'a'}", 404, "requested room does not exist")]
    [InlineData("StartParticipantEgress", "{'room_name':'r','file_outputs':[{}]}", 400, "request has missing or invalid field: identity")]
    [InlineData("StartTrackCompositeEgress", "{'room_name':'none'}", 404, "requested room does not exist")]
    [InlineData("StartTrackCompositeEgress", "{'room_name':'r','file_outputs':[{}]}", 400, "request has missing or invalid field: audio_track_id or video_track_id")]
    [InlineData("StartTrackEgress", "{'room_name':'r','file':{}}", 400, "request has missing or invalid field: track_id")]
    [InlineData("UpdateLayout", "{'egress_id':'EG_none','layout':'grid'}", 404, "egress does not exist")]
    [InlineData("UpdateStream", "{'egress_id':'EG_none'}", 404, "egress does not exist")]
    [InlineData("ListEgress", "{'egress_id':'EG_none'}", 404, "egress does not exist")]
    [InlineData("StopEgress", "{'egress_id':'EG_none'}", 404, "egress does not exist")]
    public async Task What_is_wrong_is_refused_in_livekits_words(string method, string body, int status, string message)
    {
        await _simulator.JoinAsync("r", "ada");
        var (answered, problem) = await _simulator.CallEgressAsync(method, body.Replace('\'', '"'));
        Assert.Equal((status, message), (answered, (string?)JsonNode.Parse(problem)!["msg"]));
        Assert.Empty(await _simulator.EgressEventsAsync());
    }

    [Theory]
    [InlineData("StartRoomCompositeEgress", "'room_name':'r','layout':'grid','preset':'H264_1080P_30'", "room_composite")]
    [InlineData("StartParticipantEgress", "'room_name':'r','identity':'ada'", "participant")]
    [InlineData("StartTrackCompositeEgress", "'room_name':'r','video_track_id':'TR_1'", "track_composite")]
    [InlineData("StartWebEgress", "'url':'https://page.example.com'", "web")]
    public async Task The_request_is_repeated_under_its_own_name_without_credentials(string method, string source, string name)
    {
        await _simulator.JoinAsync("r", "ada");
        var outputs = "'file_outputs':[{'filepath':'f','s3':{'access_key':'AK','secret':'hush','assume_role_external_id':'hush','bucket':'b'}}],"
            + "'segment_outputs':[{'filename_prefix':'p','gcp':{'credentials':'hush'}}],"
            + "'image_outputs':[{'azure':{'account_name':'hush','account_key':'hush'}}],"
            + "'stream_outputs':[{'protocol':'SRT','urls':['srt://h:1?passphrase=p']}]";
        var started = await _simulator.EgressAsync(method, $"{{{source},{outputs}}}".Replace('\'', '"'));
        var echo = started[name]!;
        Assert.DoesNotContain("hush", started.ToJsonString(), StringComparison.Ordinal);
        var s3 = echo["file_outputs"]![0]!["s3"]!;
        Assert.Equal(("{access_key}", "{secret}", "{external_id}", "b"), ((string)s3["access_key"]!, (string)s3["secret"]!, (string)s3["assume_role_external_id"]!, (string)s3["bucket"]!));
        Assert.Equal("{credentials}", (string)echo["segment_outputs"]![0]!["gcp"]!["credentials"]!);
        Assert.Equal("{account_key}", (string)echo["image_outputs"]![0]!["azure"]!["account_key"]!);
        Assert.Equal("srt://h:1?passphrase=p", (string)echo["stream_outputs"]![0]!["urls"]![0]!);
    }

    [Fact]
    public async Task A_layout_becomes_the_recorders_metadata()
    {
        await _simulator.PublisherAsync();
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        Assert.Equal(id, (string)(await _simulator.EgressAsync("UpdateLayout", $$"""{"egress_id":"{{id}}","layout":"speaker"}"""))["egress_id"]!);
        var recorder = await _simulator.CallAsync("GetParticipant", $$"""{"room":"r","identity":"{{id}}"}""");
        Assert.Equal("""{"layout":"speaker"}""", (string)recorder["metadata"]!);
        var truth = await _simulator.TruthAsync(id);
        Assert.Equal(("speaker", "rec/f.mp4"), ((string)truth["layout"]!, (string)truth["paths"]![0]!));

        var web = (string)(await _simulator.EgressAsync("StartWebEgress", $$"""{"url":"https://page.example.com",{{EgressCalls.File}}}"""))["egress_id"]!;
        var (status, problem) = await _simulator.CallEgressAsync("UpdateLayout", $$"""{"egress_id":"{{web}}","layout":"speaker"}""");
        Assert.Equal((404, "participant does not exist"), (status, (string?)JsonNode.Parse(problem)!["msg"]));
    }

    [Fact]
    public async Task Egresses_are_listed_by_room_and_by_whether_they_go_on()
    {
        await _simulator.PublisherAsync();
        var ended = await _simulator.StartRoomAsync();
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{ended}}"}""");
        var going = await _simulator.StartRoomAsync();
        var web = (string)(await _simulator.EgressAsync("StartWebEgress", $$"""{"url":"https://page.example.com",{{EgressCalls.File}}}"""))["egress_id"]!;
        Assert.Equal([ended, going, web], await ListAsync("{}"));
        Assert.Equal([going, web], await ListAsync("""{"active":true}"""));
        Assert.Equal([ended, going], await ListAsync("""{"room_name":"r"}"""));
        Assert.Equal([going], await ListAsync("""{"roomName":"r","active":true}"""));
        Assert.Empty(await ListAsync("""{"room_name":"none"}"""));
    }

    [Fact]
    public async Task What_has_ended_is_neither_stopped_nor_changed()
    {
        await _simulator.JoinAsync("r", "ada");
        var id = await _simulator.StartRoomAsync();
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        Assert.Equal((412, "egress with status EGRESS_ABORTED cannot be stopped"), await RefusalAsync("StopEgress", id));
        Assert.Equal((412, "egress with status EGRESS_ABORTED cannot be updated"), await RefusalAsync("UpdateStream", id));
    }

    [Fact]
    public async Task Who_finds_no_free_cores_finds_no_worker()
    {
        await _simulator.JoinAsync("r", "ada");
        for (var i = 0; i < 200; i++)
        {
            await _simulator.StartRoomAsync();
        }

        var (status, problem) = await _simulator.CallEgressAsync("StartRoomCompositeEgress", $$"""{"room_name":"r",{{EgressCalls.File}}}""");
        Assert.Equal((503, "no response from servers"), (status, (string?)JsonNode.Parse(problem)!["msg"]));
    }

    private async Task<(int Status, string? Message)> RefusalAsync(string method, string id)
    {
        var (status, problem) = await _simulator.CallEgressAsync(method, $$"""{"egress_id":"{{id}}"}""");
        return (status, (string?)JsonNode.Parse(problem)!["msg"]);
    }

    private async Task<IEnumerable<string>> ListAsync(string request) =>
        (await _simulator.EgressAsync("ListEgress", request))["items"]!.AsArray().Select(item => (string)item!["egress_id"]!);
}
