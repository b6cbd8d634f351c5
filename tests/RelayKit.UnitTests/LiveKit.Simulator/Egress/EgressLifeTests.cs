using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class EgressLifeTests : IAsyncLifetime
{
    private static readonly string[] WholeStory =
        ["egress_started", "egress_updated EGRESS_ACTIVE", "egress_updated EGRESS_ENDING", "egress_ended EGRESS_COMPLETE"];

    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_room_is_recorded_from_its_first_track_until_it_is_stopped()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        var started = await _simulator.EgressAsync("StartRoomCompositeEgress", $$"""{"room_name":"r","layout":"grid",{{EgressCalls.File}}}""");
        var id = (string)started["egress_id"]!;
        Assert.Matches("^EG_[0-9A-Za-z]{12}$", id);
        Assert.Equal(("EGRESS_STARTING", "r"), ((string)started["status"]!, (string)started["room_name"]!));
        _simulator.Time.Pass(5);
        Assert.Equal("EGRESS_STARTING", (string)(await _simulator.ListedAsync(id))["status"]!);

        await _simulator.PublisherAsync();
        _simulator.Time.Pass(1);
        Assert.Equal("EGRESS_ACTIVE", (string)(await _simulator.ListedAsync(id))["status"]!);
        await _simulator.SettleAsync();
        _simulator.Time.Pass(60);
        var stopping = await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        Assert.Equal("EGRESS_ENDING", (string)stopping["status"]!);
        Assert.Equal("EGRESS_ENDING", (string)(await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}"""))["status"]!);
        _simulator.Time.Pass(1);

        var ended = await _simulator.ListedAsync(id);
        Assert.Equal(("EGRESS_COMPLETE", "End reason: StopEgress API", "", 0), ((string)ended["status"]!, (string)ended["details"]!, (string)ended["error"]!, (int)ended["error_code"]!));
        var file = Assert.Single(ended["file_results"]!.AsArray())!;
        var media = Assert.Single(_simulator.Storage.Objects);
        Assert.Equal(("b/rec/f.mp4", "rec/f.mp4"), (media.Key, (string)file["filename"]!));
        Assert.Equal(("https://b.example.com/rec/f.mp4", $"{media.Value.Length}"), ((string)file["location"]!, (string)file["size"]!));
        Assert.InRange(long.Parse((string)file["duration"]!, null), 60_000_000_000, 61_000_000_000);
        Assert.Equal(long.Parse((string)file["ended_at"]!, null), long.Parse((string)file["started_at"]!, null) + long.Parse((string)file["duration"]!, null));
        Assert.Equal("AK:hush", _simulator.Storage.Credentials.Single());
        Assert.Equal(WholeStory, await _simulator.EgressStoryAsync());

        var truth = await _simulator.TruthAsync(id);
        var uploaded = Assert.Single(truth["uploaded"]!.AsArray())!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(media.Value)), (string)uploaded["sha256"]!);
        Assert.Equal(("complete", "complete", true), ((string)truth["state"]!, (string)truth["listed_state"]!, (bool)truth["listed"]!));
        Assert.Equal(long.Parse((string)file["duration"]!, null) / 1_000_000, (long)truth["duration_ms"]!);
    }

    [Fact]
    public async Task Each_event_carries_the_egress_and_the_room_and_no_secret()
    {
        await _simulator.PublisherAsync();
        var id = await _simulator.StartRoomAsync(EgressCalls.File, ""","stream_outputs":[{"protocol":"RTMP","urls":["rtmp://h/app/abcdefghi"]}] """);
        _simulator.Time.Pass(1);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);

        var events = await _simulator.EgressEventsAsync();
        Assert.Equal(4, events.Count);
        Assert.All(events, told =>
        {
            Assert.Equal(id, (string)told["egressInfo"]!["egressId"]!);
            Assert.Equal(["sid", "name"], told["room"]!.AsObject().Select(field => field.Key));
            Assert.Equal("rtmp://h/app/{abc...ghi}", (string)told["egressInfo"]!["roomComposite"]!["streamOutputs"]![0]!["urls"]![0]!);
            Assert.Equal("{secret}", (string)told["egressInfo"]!["roomComposite"]!["fileOutputs"]![0]!["s3"]!["secret"]!);
            Assert.DoesNotContain("hush", told.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("abcdefghi", told.ToJsonString(), StringComparison.Ordinal);
            Assert.Null(told["egressInfo"]!["sourceType"]);
        });
        Assert.Equal("rtmp://h/app/{abc...ghi}", (string)events[^1]["egressInfo"]!["streamResults"]![0]!["url"]!);
    }

    [Fact]
    public async Task The_recorder_is_a_hidden_participant_as_long_as_it_records()
    {
        await _simulator.PublisherAsync();
        await _simulator.DeliveriesAsync();
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        var recorder = (await _simulator.CallAsync("ListParticipants", """{"room":"r"}"""))["participants"]!.AsArray()
            .Single(participant => (string)participant!["identity"]! == id)!;
        Assert.Equal(("EGRESS", true), ((string)recorder["kind"]!, (bool)recorder["permission"]!["hidden"]!));
        Assert.True((bool)(await RoomAsync())["active_recording"]!);

        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        Assert.False((bool)(await RoomAsync())["active_recording"]!);
        _simulator.Time.Pass(1);
        Assert.Equal(
            [$"participant_joined {id}", $"participant_left {id} CLIENT_INITIATED"],
            (await _simulator.StoryAsync()).Where(told => told.StartsWith("participant", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_room_that_ends_ends_its_recording_well()
    {
        await _simulator.PublisherAsync();
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(10);
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_COMPLETE", "", 0, "End reason: Source closed");
        Assert.Equal(WholeStory, await _simulator.EgressStoryAsync());
        Assert.Single(_simulator.Storage.Objects);
    }

    [Fact]
    public async Task A_room_that_lives_again_under_its_name_is_another_one()
    {
        await _simulator.PublisherAsync();
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(10);
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        await _simulator.PublisherAsync();
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_COMPLETE", "", 0, "End reason: Source closed");
        Assert.Single((await _simulator.CallAsync("ListParticipants", """{"room":"r"}"""))["participants"]!.AsArray());
    }

    [Fact]
    public async Task A_room_that_ends_before_anybody_publishes_aborts_it()
    {
        await _simulator.JoinAsync("r", "ada");
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_ABORTED", "Start signal not received", 412, "End reason: Source closed");
        Assert.Equal(["egress_started", "egress_ended EGRESS_ABORTED"], await _simulator.EgressStoryAsync());
        Assert.Empty(_simulator.Storage.Objects);
    }

    [Fact]
    public async Task A_stop_before_anything_is_recorded_aborts_it()
    {
        await _simulator.JoinAsync("r", "ada");
        var id = await _simulator.StartRoomAsync();
        var stopped = await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        Assert.Equal("EGRESS_ABORTED", (string)stopped["status"]!);
        await AssertEndAsync(id, "EGRESS_ABORTED", "Stop called before pipeline could start", 412, "End reason: StopEgress API");
        Assert.Equal(["egress_started", "egress_ended EGRESS_ABORTED"], await _simulator.EgressStoryAsync());
    }

    [Fact]
    public async Task A_recorder_that_is_thrown_out_has_failed()
    {
        await _simulator.PublisherAsync();
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        await _simulator.CallAsync("RemoveParticipant", $$"""{"room":"r","identity":"{{id}}"}""");
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_FAILED", "recording ended early: connection to room failed", 503, "End reason: Failure");
    }

    [Theory]
    [InlineData("audio_only", "camera", "EGRESS_STARTING")]
    [InlineData("audio_only", "microphone", "EGRESS_ACTIVE")]
    [InlineData("video_only", "microphone", "EGRESS_STARTING")]
    [InlineData("video_only", "camera", "EGRESS_ACTIVE")]
    public async Task Only_a_track_of_the_wanted_kind_begins_it(string only, string source, string status)
    {
        await _simulator.PublisherAsync("ada", source);
        var id = await _simulator.StartRoomAsync(more: $",\"{only}\":true");
        _simulator.Time.Pass(1);
        Assert.Equal(status, (string)(await _simulator.ListedAsync(id))["status"]!);
    }

    [Fact]
    public async Task A_participant_is_recorded_until_it_leaves()
    {
        await _simulator.PublisherAsync("bob");
        await _simulator.JoinAsync("r", "ada");
        var id = await StartAsync("StartParticipantEgress", """ "room_name":"r","identity":"ada" """);
        _simulator.Time.Pass(1);
        Assert.Equal("EGRESS_STARTING", (string)(await _simulator.ListedAsync(id))["status"]!);
        await _simulator.PublishAsync("ada", "microphone");
        _simulator.Time.Pass(3);
        Assert.Equal(("EGRESS_ACTIVE", "EGRESS_SOURCE_TYPE_SDK"), (await StatusAsync(id), (string)(await _simulator.ListedAsync(id))["source_type"]!));
        await _simulator.LeaveAsync("r", "ada");
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_COMPLETE", "", 0, "End reason: Source closed");
    }

    [Fact]
    public async Task A_participants_screen_is_waited_for()
    {
        await _simulator.PublisherAsync();
        var id = await StartAsync("StartParticipantEgress", """ "room_name":"r","identity":"ada","screen_share":true """);
        _simulator.Time.Pass(60);
        Assert.Equal("EGRESS_STARTING", await StatusAsync(id));
        await _simulator.PublishAsync("ada", "screen_share");
        _simulator.Time.Pass(1);
        Assert.Equal("EGRESS_ACTIVE", await StatusAsync(id));
    }

    [Theory]
    [InlineData("StartParticipantEgress", "\"room_name\":\"r\",\"identity\":\"nobody\"", "participant nobody not found")]
    [InlineData("StartTrackCompositeEgress", "\"room_name\":\"r\",\"video_track_id\":\"TR_VCnone\"", "track TR_VCnone not found")]
    public async Task What_is_not_there_is_waited_for_a_little(string method, string source, string error)
    {
        await _simulator.PublisherAsync();
        var id = await StartAsync(method, source);
        _simulator.Time.Pass(9);
        Assert.Equal("EGRESS_STARTING", await StatusAsync(id));
        _simulator.Time.Pass(2);
        await AssertEndAsync(id, "EGRESS_FAILED", error, 404, "End reason: Failure");
        Assert.Equal(["egress_started", "egress_ended EGRESS_FAILED"], await _simulator.EgressStoryAsync());
    }

    [Fact]
    public async Task Tracks_are_recorded_until_the_last_is_unpublished()
    {
        var camera = await _simulator.PublisherAsync();
        var microphone = await _simulator.PublishAsync("ada", "microphone");
        var id = await StartAsync("StartTrackCompositeEgress", $""" "room_name":"r","audio_track_id":"{microphone}","video_track_id":"{camera}" """);
        _simulator.Time.Pass(2);
        await UnpublishAsync(camera);
        _simulator.Time.Pass(2);
        Assert.Equal("EGRESS_ACTIVE", await StatusAsync(id));
        await UnpublishAsync(microphone);
        _simulator.Time.Pass(1);
        await AssertEndAsync(id, "EGRESS_COMPLETE", "", 0, "End reason: Source closed");
    }

    [Fact]
    public async Task One_track_is_recorded()
    {
        var track = await _simulator.PublisherAsync("ada", "microphone");
        var started = await _simulator.EgressAsync(
            "StartTrackEgress", $$$$"""{"room_name":"r","track_id":"{{{{track}}}}","file":{"filepath":"{publisher_identity}/{track_type}-{track_source}","s3":{"bucket":"b"}}}""");
        _simulator.Time.Pass(2);
        await UnpublishAsync(track);
        _simulator.Time.Pass(1);
        await AssertEndAsync((string)started["egress_id"]!, "EGRESS_COMPLETE", "", 0, "End reason: Source closed");
        Assert.Equal("b/ada/audio-microphone.ogg", _simulator.Storage.Objects.Single().Key);
    }

    [Fact]
    public async Task A_web_page_has_no_room()
    {
        var id = await StartAsync("StartWebEgress", """ "url":"https://page.example.com" """);
        _simulator.Time.Pass(3);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(1);
        var events = await _simulator.EgressEventsAsync();
        Assert.Equal(WholeStory, events.Select(told => $"{told["event"]} {told["egressInfo"]!["status"]}".TrimEnd()));
        Assert.All(events, told => Assert.Equal("{}", told["room"]!.ToJsonString()));
    }

    [Fact]
    public async Task What_has_ended_is_forgotten_after_a_day_and_what_goes_on_is_not()
    {
        await _simulator.PublisherAsync();
        var ended = await _simulator.StartRoomAsync();
        var going = await StartAsync("StartWebEgress", """ "url":"https://page.example.com" """);
        _simulator.Time.Pass(1);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{ended}}"}""");
        _simulator.Time.Pass(1);
        _simulator.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal("EGRESS_COMPLETE", await StatusAsync(ended));
        _simulator.Time.Advance(TimeSpan.FromMinutes(91));
        var (status, body) = await _simulator.CallEgressAsync("ListEgress", $$"""{"egress_id":"{{ended}}"}""");
        Assert.Equal((404, "egress does not exist"), (status, (string)JsonNode.Parse(body)!["msg"]!));
        var listed = (await _simulator.EgressAsync("ListEgress", "{}"))["items"]!.AsArray().Select(item => (string)item!["egress_id"]!);
        Assert.Equal([going], listed);
        Assert.False((bool)(await _simulator.TruthAsync(ended))["listed"]!);
    }

    [Fact]
    public async Task A_stop_during_a_slow_upload_waits_for_it()
    {
        _simulator.Storage.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _simulator.PublisherAsync();
        var id = await _simulator.StartRoomAsync();
        _simulator.Time.Pass(1);
        await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}""");
        _simulator.Time.Pass(5);
        Assert.Equal("EGRESS_ENDING", (string)(await _simulator.EgressAsync("StopEgress", $$"""{"egress_id":"{{id}}"}"""))["status"]!);
        Assert.Equal("EGRESS_ENDING", await StatusAsync(id));
    }

    private async Task AssertEndAsync(string id, string status, string error, int code, string details)
    {
        var ended = await _simulator.ListedAsync(id);
        Assert.Equal((status, error, code, details), ((string)ended["status"]!, (string)ended["error"]!, (int)ended["error_code"]!, (string)ended["details"]!));
        Assert.NotEqual("0", (string)ended["ended_at"]!);
        Assert.False((bool)(await _simulator.TruthAsync(id))["recorder"]!);
    }

    private async Task<string> StatusAsync(string id) => (string)(await _simulator.ListedAsync(id))["status"]!;

    private async Task<string> StartAsync(string method, string source) =>
        (string)(await _simulator.EgressAsync(method, $$"""{{{source}},{{EgressCalls.File}}}"""))["egress_id"]!;

    private Task<JsonNode> UnpublishAsync(string sid) => _simulator.DoAsync("unpublish", $$"""{"room":"r","identity":"ada","track_sid":"{{sid}}"}""");

    private async Task<JsonNode> RoomAsync() => (await _simulator.CallAsync("ListRooms", """{"names":["r"]}"""))["rooms"]![0]!;
}
