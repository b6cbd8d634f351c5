using System.Text.Json.Nodes;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Rooms;

public sealed class LiveKitClientTests
{
    private static readonly WireBytes WireRoom = new WireBytes()
        .Text(1, "RM_1").Text(2, "r").Number(3, 300).Number(14, 20).Number(4, 7).Number(5, 1786000000).Number(15, 1786000000123)
        .Text(8, "m").Number(9, 2).Number(10, 1).Number(999, 1);

    private static readonly WireBytes WireTrack = new WireBytes()
        .Text(1, "TR_VC1").Number(2, 1).Text(3, "cam").Number(4, 1).Number(5, 1280).Number(6, 720).Number(9, 1).Text(11, "video/VP8");

    private static readonly WireBytes WireParticipant = new WireBytes()
        .Text(1, "PA_1").Text(2, "ann").Number(3, 2).Message(4, WireTrack).Text(5, "pm").Number(6, 1786000001).Text(9, "Ann").Number(14, 3)
        .Message(15, new WireBytes().Text(1, "k").Text(2, "v")).Number(16, 14)
        .Message(11, new WireBytes().Number(1, 1).Number(3, 1).Number(9, 2).Number(7, 1));

    [Fact]
    public async Task Create_room_sends_every_setting_under_the_grant_to_create()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(WireRoom));

        var room = await livekit.Client.CreateRoomAsync(new LiveKitRoomSettings
        {
            Name = "r",
            Preset = "p",
            EmptyTimeout = TimeSpan.FromSeconds(300),
            DepartureTimeout = TimeSpan.FromMilliseconds(19_001),
            MaxParticipants = 7,
            Metadata = "m",
        });

        AssertCall(livekit, "CreateRoom", """{"roomCreate":true}""");
        AssertTexts(livekit, (1, "r"), (12, "p"), (5, "m"));
        AssertNumbers(livekit, (2, 300), (10, 20), (3, 7));
        Assert.Equal(
            new LiveKitRoom
            {
                Sid = "RM_1",
                Name = "r",
                CreationTime = DateTimeOffset.FromUnixTimeMilliseconds(1786000000123),
                EmptyTimeout = TimeSpan.FromMinutes(5),
                DepartureTimeout = TimeSpan.FromSeconds(20),
                MaxParticipants = 7,
                Metadata = "m",
                NumParticipants = 2,
                ActiveRecording = true,
            },
            room);
    }

    [Fact]
    public async Task List_rooms_asks_for_all_or_for_the_names_given()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes().Message(1, WireRoom).Message(1, WireRoom)));

        Assert.Equal(2, (await livekit.Client.ListRoomsAsync()).Count);
        AssertCall(livekit, "ListRooms", """{"roomList":true}""");
        Assert.Empty(livekit.OnlyRequest.Body);

        await livekit.Client.ListRoomsAsync(["a", "b"]);
        Assert.Equal(["a", "b"], livekit.Requests.Last().Fields[1].Select(WireBytes.TextOf));
    }

    [Fact]
    public async Task A_look_at_rooms_is_dated_by_the_server_less_the_time_that_the_call_took()
    {
        var answered = new DateTimeOffset(2026, 8, 21, 12, 0, 40, TimeSpan.Zero);
        FakeLiveKit livekit = null!;
        livekit = new FakeLiveKit(_ =>
        {
            livekit.Time.Advance(TimeSpan.FromSeconds(3));
            var answer = FakeLiveKit.Protobuf(new WireBytes().Message(1, WireRoom));
            answer.Headers.Date = answered;
            return answer;
        });

        var look = await livekit.Client.LookAtRoomsAsync();

        Assert.Equal(answered - TimeSpan.FromSeconds(3), look.At);
        Assert.Equal("RM_1", Assert.Single(look.Rooms).Sid);
        Assert.Empty(livekit.OnlyRequest.Body);
    }

    [Fact]
    public async Task A_look_at_rooms_that_no_server_dates_is_dated_by_our_clock()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes()));

        Assert.Equal(livekit.Time.GetUtcNow(), (await livekit.Client.LookAtRoomsAsync()).At);
    }

    [Fact]
    public async Task List_rooms_of_no_names_is_empty_without_asking_since_livekit_would_list_all()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes().Message(1, WireRoom)));

        Assert.Empty(await livekit.Client.ListRoomsAsync([]));
        Assert.Empty(livekit.Requests);
    }

    [Fact]
    public async Task Delete_room_names_the_room_under_the_grant_to_create()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf());

        await livekit.Client.DeleteRoomAsync("r");

        AssertCall(livekit, "DeleteRoom", """{"roomCreate":true}""");
        AssertTexts(livekit, (1, "r"));
    }

    [Fact]
    public async Task List_participants_reads_participants_and_their_tracks()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(new WireBytes().Message(1, WireParticipant)));

        var participant = Assert.Single(await livekit.Client.ListParticipantsAsync("r"));

        AssertAdminCall(livekit, "ListParticipants");
        Assert.Equal(("PA_1", "ann", "Ann", "pm"), (participant.Sid, participant.Identity, participant.Name, participant.Metadata));
        Assert.Equal((ParticipantState.Active, ParticipantKind.Sip), (participant.State, participant.Kind));
        Assert.Equal(DisconnectReason.ConnectionTimeout, participant.DisconnectReason);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1786000001), participant.JoinedAt);
        Assert.Equal("v", participant.Attributes["k"]);
        Assert.True(participant.Permissions is { CanSubscribe: true, CanPublish: false, CanPublishData: true, Hidden: true });
        Assert.Equal([TrackSource.Microphone], participant.Permissions!.CanPublishSources);
        AssertTrack(Assert.Single(participant.Tracks));
    }

    [Fact]
    public async Task Get_participant_names_room_and_identity()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(WireParticipant));

        Assert.Equal("PA_1", (await livekit.Client.GetParticipantAsync("r", "ann")).Sid);

        AssertAdminCall(livekit, "GetParticipant");
        AssertTexts(livekit, (1, "r"), (2, "ann"));
    }

    [Fact]
    public async Task Remove_participant_names_room_and_identity()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf());

        await livekit.Client.RemoveParticipantAsync("r", "ann");

        AssertAdminCall(livekit, "RemoveParticipant");
        AssertTexts(livekit, (1, "r"), (2, "ann"));
    }

    [Fact]
    public async Task Mute_returns_the_track_or_null_when_there_is_none()
    {
        var answers = new Queue<WireBytes>([new WireBytes().Message(1, WireTrack), new WireBytes()]);
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(answers.Dequeue()));

        AssertTrack((await livekit.Client.MutePublishedTrackAsync("r", "ann", "TR_VC1", muted: true))!);
        AssertAdminCall(livekit, "MutePublishedTrack");
        AssertTexts(livekit, (1, "r"), (2, "ann"), (3, "TR_VC1"));
        AssertNumbers(livekit, (4, 1));
        Assert.Null(await livekit.Client.MutePublishedTrackAsync("r", "ann", "TR_gone", muted: false));
    }

    [Fact]
    public async Task Update_participant_sends_what_is_given_and_nothing_else()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(WireParticipant));

        await livekit.Client.UpdateParticipantAsync("r", "ann", new ParticipantUpdate
        {
            Name = "Ann",
            Attributes = new Dictionary<string, string> { ["k"] = "v" },
            Permissions = new ParticipantPermissions
            {
                CanPublish = true,
                CanPublishSources = [TrackSource.Camera, TrackSource.ScreenShare],
                CanUpdateMetadata = true,
            },
        });

        AssertAdminCall(livekit, "UpdateParticipant");
        AssertTexts(livekit, (1, "r"), (2, "ann"), (5, "Ann"));
        var fields = livekit.OnlyRequest.Fields;
        Assert.Equal([1, 2, 4, 5, 6], fields.Select(field => field.Key).Order());
        var attribute = WireBytes.Read((byte[])fields[6].Single());
        Assert.Equal(("k", "v"), (WireBytes.TextOf(attribute[1].Single()), WireBytes.TextOf(attribute[2].Single())));
        var permission = WireBytes.Read((byte[])fields[4].Single());
        Assert.Equal([2, 9, 10], permission.Select(field => field.Key).Order());
        Assert.Equal(new byte[] { 1, 3 }, permission[9].Single());
    }

    [Fact]
    public async Task Update_subscriptions_names_the_tracks()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf());

        await livekit.Client.UpdateSubscriptionsAsync("r", "ann", ["TR_1", "TR_2"], subscribe: true);

        AssertAdminCall(livekit, "UpdateSubscriptions");
        AssertTexts(livekit, (1, "r"), (2, "ann"));
        Assert.Equal(["TR_1", "TR_2"], livekit.OnlyRequest.Fields[3].Select(WireBytes.TextOf));
        AssertNumbers(livekit, (4, 1));
    }

    [Fact]
    public async Task Send_data_carries_a_fresh_nonce_of_16_bytes_each_time()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf());
        var message = new LiveKitDataMessage { Payload = new byte[] { 1, 2 }, Topic = "t", DestinationIdentities = ["ann"], Reliable = false };

        await livekit.Client.SendDataAsync("r", message);

        AssertAdminCall(livekit, "SendData");
        AssertTexts(livekit, (1, "r"), (5, "t"), (6, "ann"));
        Assert.Equal(new byte[] { 1, 2 }, livekit.OnlyRequest.Fields[2].Single());
        AssertNumbers(livekit, (3, 1));
        await livekit.Client.SendDataAsync("r", message);
        var nonces = livekit.Requests.Select(request => (byte[])request.Fields[7].Single()).ToList();
        Assert.All(nonces, nonce => Assert.Equal(16, nonce.Length));
        Assert.NotEqual(nonces[0], nonces[1]);
    }

    [Fact]
    public async Task Update_room_metadata_names_the_room()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf(WireRoom));

        Assert.Equal("m", (await livekit.Client.UpdateRoomMetadataAsync("r", "m")).Metadata);

        AssertAdminCall(livekit, "UpdateRoomMetadata");
        AssertTexts(livekit, (1, "r"), (2, "m"));
    }

    [Fact]
    public async Task A_call_about_no_room_is_refused_before_it_is_sent()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Protobuf());

        await Assert.ThrowsAsync<ArgumentException>(() => livekit.Client.ListParticipantsAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(() => livekit.Client.RemoveParticipantAsync("r", ""));
        await Assert.ThrowsAsync<ArgumentException>(() => livekit.Client.DeleteRoomAsync(""));
        Assert.Empty(livekit.Requests);
    }

    private static void AssertTrack(LiveKitTrack track) => Assert.Equal(
        new LiveKitTrack
        {
            Sid = "TR_VC1",
            Type = TrackType.Video,
            Source = TrackSource.Camera,
            Name = "cam",
            Muted = true,
            MimeType = "video/VP8",
            Width = 1280,
            Height = 720,
        },
        track);

    private static void AssertAdminCall(FakeLiveKit livekit, string method) =>
        AssertCall(livekit, method, """{"roomAdmin":true,"room":"r"}""");

    private static void AssertCall(FakeLiveKit livekit, string method, string grant)
    {
        var request = livekit.OnlyRequest;
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal($"http://127.0.0.1:7880/twirp/livekit.RoomService/{method}", request.Uri.AbsoluteUri);
        Assert.Equal("application/protobuf", request.ContentType);
        Assert.Equal("Bearer", request.Authorization.Scheme);
        var now = livekit.Time.GetUtcNow().ToUnixTimeSeconds();
        var expected = $$"""{"iss":"{{FakeLiveKit.ApiKey}}","iat":{{now}},"nbf":{{now}},"exp":{{now + 120}},"video":{{grant}}}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), request.Claims), request.Claims.ToJsonString());
    }

    private static void AssertTexts(FakeLiveKit livekit, params (int Field, string Value)[] expected) =>
        Assert.All(expected, field => Assert.Equal(field.Value, WireBytes.TextOf(livekit.OnlyRequest.Fields[field.Field].Single())));

    private static void AssertNumbers(FakeLiveKit livekit, params (int Field, long Value)[] expected) =>
        Assert.All(expected, field => Assert.Equal(field.Value, livekit.OnlyRequest.Fields[field.Field].Single()));
}
