using System.Net;
using System.Text.Json.Nodes;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Egress;

public sealed class LiveKitEgressClientTests
{
    private static readonly EgressBucket Bucket = new()
    {
        Endpoint = "https://s3.example.com",
        Region = "eu-central-1",
        Bucket = "b",
        ForcePathStyle = true,
        AccessKeyId = "AK",
        SecretAccessKey = "SK",
        AssumeRoleArn = "arn",
        AssumeRoleExternalId = "ext",
    };

    private static readonly WireBytes Info = new WireBytes()
        .Text(1, "EG_1").Text(2, "RM_1").Text(13, "r").Number(3, 6).Number(10, 1786000000123456789).Number(11, 1786000060000000000)
        .Number(18, 1786000061000000000).Text(9, "Session limit reached").Number(22, 413).Text(21, "End reason: x").Number(25, 1)
        .Message(4, new WireBytes().Text(1, "r")
            .Message(11, new WireBytes().Text(2, "p/f.mp4").Message(3, new WireBytes().Text(1, "{access_key}").Text(2, "{secret}")))
            .Message(13, new WireBytes().Text(2, "p/seg"))
            .Message(12, new WireBytes().Text(2, "rtmp://h/app/{abc...xyz}").Text(2, "srt://h:1?passphrase=hush")))
        .Message(16, new WireBytes().Text(1, "p/f.mp4").Number(2, 1786000001000000000).Number(3, 1786000059000000000).Number(6, 58_000_000_000).Number(4, 12).Text(5, "https://b/p/f.mp4"))
        .Message(17, new WireBytes().Text(1, "p/l.m3u8").Text(8, "p/live.m3u8").Number(2, 8_000_000_000).Number(3, 99).Text(4, "https://b/l").Number(5, 2).Number(6, 1786000001000000000))
        .Message(15, new WireBytes().Text(1, "srt://h:1?passphrase=hush").Number(2, 1786000001000000000).Number(4, 5).Number(5, 2).Text(6, "no route to srt://h:1?passphrase=hush").Number(8, 3));

    [Fact]
    public async Task A_room_composite_is_asked_for_with_everything_that_the_order_says()
    {
        var livekit = Answering();
        await livekit.Egress.StartAsync(new EgressOrder
        {
            Source = new EgressSource.RoomComposite("r", "grid-dark", AudioOnly: true, VideoOnly: false, "https://t.example.com"),
            Preset = EgressPreset.H2641080P30,
            File = new EgressFileOrder(EgressFileFormat.Mp4, "p/f.mp4", Bucket),
            Segments = new EgressSegmentsOrder("p/seg", "p/l.m3u8", "p/live.m3u8", 6, Bucket),
            StreamUrls = ["rtmp://h/app/one", "rtmp://h/app/two"],
        });

        var request = Called(livekit, "StartRoomCompositeEgress");
        AssertTexts(request, (1, "r"), (2, "grid-dark"), (5, "https://t.example.com"));
        AssertNumbers(request, (3, 1), (8, 2));
        Assert.False(request.Contains(4));
        var file = Part(request, 11);
        AssertTexts(file, (2, "p/f.mp4"));
        AssertNumbers(file, (1, 1), (6, 1));
        AssertBucket(Part(file, 3));
        var segments = Part(request, 13);
        AssertTexts(segments, (2, "p/seg"), (3, "p/l.m3u8"), (11, "p/live.m3u8"));
        AssertNumbers(segments, (1, 1), (4, 6), (8, 1));
        AssertBucket(Part(segments, 5));
        var streams = Part(request, 12);
        AssertNumbers(streams, (1, 1));
        Assert.Equal(["rtmp://h/app/one", "rtmp://h/app/two"], streams[2].Select(WireBytes.TextOf));
    }

    [Fact]
    public async Task A_participant_is_asked_for()
    {
        var livekit = Answering();
        await livekit.Egress.StartAsync(File(new EgressSource.Participant("r", "ann", ScreenShare: true)));

        var request = Called(livekit, "StartParticipantEgress");
        AssertTexts(request, (1, "r"), (2, "ann"));
        AssertNumbers(request, (3, 1));
        AssertTexts(Part(request, 6), (2, "f.mp4"));
    }

    [Fact]
    public async Task Tracks_are_asked_for()
    {
        var livekit = Answering();
        await livekit.Egress.StartAsync(File(new EgressSource.TrackComposite("r", "TR_a", "TR_v")));

        var request = Called(livekit, "StartTrackCompositeEgress");
        AssertTexts(request, (1, "r"), (2, "TR_a"), (3, "TR_v"));
        AssertTexts(Part(request, 11), (2, "f.mp4"));
    }

    [Fact]
    public async Task A_web_page_is_asked_for_and_srt_by_its_own_protocol()
    {
        var livekit = Answering();
        await livekit.Egress.StartAsync(new EgressOrder
        {
            Source = new EgressSource.Web("https://page.example.com", AudioOnly: false, VideoOnly: true, AwaitStartSignal: true),
            StreamUrls = ["srt://h:1"],
        });

        var request = Called(livekit, "StartWebEgress");
        AssertTexts(request, (1, "https://page.example.com"));
        AssertNumbers(request, (3, 1), (12, 1));
        AssertNumbers(Part(request, 10), (1, 2));
    }

    [Fact]
    public async Task An_order_without_output_or_without_media_is_a_mistake_that_is_not_sent()
    {
        var livekit = Answering();
        var room = new EgressSource.RoomComposite("r", "", AudioOnly: true, VideoOnly: true);

        await Assert.ThrowsAsync<ArgumentException>(() => livekit.Egress.StartAsync(new EgressOrder { Source = room }));
        await Assert.ThrowsAsync<ArgumentException>(() => livekit.Egress.StartAsync(File(room)));
        await Assert.ThrowsAsync<ArgumentNullException>(() => livekit.Egress.StartAsync(File(new EgressSource.TrackComposite("r", null, null))));
        Assert.Empty(livekit.Requests);
    }

    [Fact]
    public async Task An_egress_is_read_in_full_and_without_secrets()
    {
        var egress = await Answering().Egress.StopAsync("EG_1");

        Assert.Equal(("EG_1", "RM_1", "r", EgressStatus.LimitReached), (egress.EgressId, egress.RoomId, egress.RoomName, egress.Status));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1786000000123).AddTicks(4567), egress.StartedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1786000060), egress.EndedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1786000061), egress.UpdatedAt);
        Assert.Equal(("Session limit reached", 413, "End reason: x", true), (egress.Error, egress.ErrorCode, egress.Details, egress.BackupStorageUsed));
        Assert.Equal(EgressSourceKind.RoomComposite, egress.Request.Kind);
        Assert.Equal(["p/f.mp4", "p/seg"], egress.Request.Paths.AsEnumerable());
        Assert.Equal(["rtmp://h/app/{abc...xyz}", "srt://h:1/***"], egress.Request.StreamUrls.AsEnumerable());
        Assert.Equal(
            new EgressFile(
                "p/f.mp4", "https://b/p/f.mp4", 12, TimeSpan.FromSeconds(58), DateTimeOffset.FromUnixTimeSeconds(1786000001), DateTimeOffset.FromUnixTimeSeconds(1786000059)),
            Assert.Single(egress.Files));
        Assert.Equal(
            new EgressSegments("p/l.m3u8", "p/live.m3u8", "https://b/l", 2, 99, TimeSpan.FromSeconds(8), DateTimeOffset.FromUnixTimeSeconds(1786000001), null),
            Assert.Single(egress.Segments));
        Assert.Equal(
            new EgressStreamInfo(
                "srt://h:1/***", EgressStreamStatus.Failed, "no route to srt://h:1/***", 3, DateTimeOffset.FromUnixTimeSeconds(1786000001), null, TimeSpan.Zero),
            Assert.Single(egress.Streams));
    }

    [Fact]
    public async Task Results_of_an_older_server_are_read_as_well()
    {
        var old = new WireBytes().Text(1, "EG_1").Message(8, new WireBytes().Text(1, "f.mp4").Number(4, 7));
        var egress = await new FakeLiveKit(_ => FakeLiveKit.Protobuf(old)).Egress.StopAsync("EG_1");

        Assert.Equal(("f.mp4", 7L), (egress.Files.Single().Filename, egress.Files.Single().SizeBytes));
        Assert.Null(egress.Request.Kind);
    }

    [Fact]
    public async Task Layout_and_streams_are_changed()
    {
        var layout = Answering();
        await layout.Egress.UpdateLayoutAsync("EG_1", "speaker");
        AssertTexts(Called(layout, "UpdateLayout"), (1, "EG_1"), (2, "speaker"));

        var stream = Answering();
        await stream.Egress.UpdateStreamAsync("EG_1", ["rtmp://h/app/a"], ["rtmp://h/app/b"]);
        AssertTexts(Called(stream, "UpdateStream"), (1, "EG_1"), (2, "rtmp://h/app/a"), (3, "rtmp://h/app/b"));
    }

    [Fact]
    public async Task Egresses_are_listed_by_room_and_by_whether_they_go_on()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes().Message(1, Info).Message(1, Info)));
        Assert.Equal(2, (await livekit.Egress.ListAsync("r", active: true)).Count);
        var request = Called(livekit, "ListEgress");
        AssertTexts(request, (1, "r"));
        AssertNumbers(request, (3, 1));
    }

    [Fact]
    public async Task One_egress_is_found_or_is_not_known()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes().Message(1, Info)));
        Assert.Equal("EG_1", (await livekit.Egress.FindAsync("EG_1"))?.EgressId);
        AssertTexts(Called(livekit, "ListEgress"), (2, "EG_1"));
        Assert.Null(await livekit.Egress.FindAsync("EG_2"));

        var unknown = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.NotFound, """{"code":"not_found","msg":"egress does not exist"}"""));
        Assert.Null(await unknown.Egress.FindAsync("EG_1"));

        var broken = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.InternalServerError, """{"code":"internal","msg":"no"}"""));
        await Assert.ThrowsAsync<LiveKitException>(() => broken.Egress.FindAsync("EG_1"));
    }

    [Fact]
    public async Task A_refusal_does_not_repeat_the_key_that_it_refuses()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.NotFound, """{"code":"not_found","msg":"stream rtmp://h/app/hush not found"}"""));
        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Egress.UpdateStreamAsync("EG_1", [], ["rtmp://h/app/hush"]));

        Assert.Equal((LiveKitErrorCode.NotFound, "stream rtmp://h/app/*** not found"), (exception.Code, exception.Message));
        Assert.DoesNotContain("hush", exception.ToString(), StringComparison.Ordinal);
    }

    private static FakeLiveKit Answering() => new(_ => FakeLiveKit.Protobuf(Info));

    private static EgressOrder File(EgressSource source) =>
        new() { Source = source, File = new EgressFileOrder(EgressFileFormat.Mp4, "f.mp4", Bucket) };

    private static ILookup<int, object> Called(FakeLiveKit livekit, string method)
    {
        var request = livekit.Requests.First();
        Assert.Equal($"http://127.0.0.1:7880/twirp/livekit.Egress/{method}", request.Uri.AbsoluteUri);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"roomRecord":true}"""), request.Claims["video"]), request.Claims.ToJsonString());
        return request.Fields;
    }

    private static void AssertBucket(ILookup<int, object> bucket)
    {
        AssertTexts(bucket, (1, "AK"), (2, "SK"), (12, "arn"), (13, "ext"), (3, "eu-central-1"), (4, "https://s3.example.com"), (5, "b"));
        AssertNumbers(bucket, (6, 1));
    }

    private static ILookup<int, object> Part(ILookup<int, object> message, int field) => WireBytes.Read((byte[])Assert.Single(message[field]));

    private static void AssertTexts(ILookup<int, object> message, params (int Field, string Value)[] expected) =>
        Assert.All(expected, field => Assert.Equal(field.Value, WireBytes.TextOf(Assert.Single(message[field.Field]))));

    private static void AssertNumbers(ILookup<int, object> message, params (int Field, long Value)[] expected) =>
        Assert.All(expected, field => Assert.Equal(field.Value, Assert.Single(message[field.Field])));
}
