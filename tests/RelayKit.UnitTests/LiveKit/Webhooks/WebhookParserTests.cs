using System.Text;
using CsCheck;
using Google.Protobuf;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Webhooks;

public sealed class WebhookParserTests
{
    private const string Left = """
        {"event":"participant_left",
         "room":{"sid":"RM_1","name":"r","emptyTimeout":300,"departureTimeout":20,"creationTime":"1786000000",
                 "creationTimeMs":"1786000000123","turnPassword":"hush","enabledCodecs":[{"mime":"audio/opus"}],"maxParticipants":9,
                 "metadata":"rm","numParticipants":2,"activeRecording":true},
         "participant":{"sid":"PA_1","identity":"ann","state":"DISCONNECTED","joinedAt":"1786000001","joinedAtMs":"1786000001456",
                 "name":"Ann","kind":"SIP","metadata":"pm","attributes":{"k":"v"},"disconnectReason":"DUPLICATE_IDENTITY","version":3},
         "id":"EV_1","createdAt":"1786000060"}
        """;

    [Fact]
    public void A_participants_event_is_read_in_full()
    {
        var left = Parse(Left);

        Assert.Equal(("EV_1", "participant_left", LiveKitEventType.ParticipantLeft), (left.Id, left.Name, left.Type));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1786000060), left.CreatedAt);
        Assert.Equal(
            new LiveKitRoom
            {
                Sid = "RM_1",
                Name = "r",
                CreationTime = DateTimeOffset.FromUnixTimeMilliseconds(1786000000123),
                EmptyTimeout = TimeSpan.FromSeconds(300),
                DepartureTimeout = TimeSpan.FromSeconds(20),
                MaxParticipants = 9,
                Metadata = "rm",
                NumParticipants = 2,
                ActiveRecording = true,
            },
            left.Room);
        var ann = left.Participant!;
        Assert.Equal(("PA_1", "ann", "Ann", "pm", "v"), (ann.Sid, ann.Identity, ann.Name, ann.Metadata, ann.Attributes["k"]));
        Assert.Equal((ParticipantState.Disconnected, ParticipantKind.Sip), (ann.State, ann.Kind));
        Assert.Equal(DisconnectReason.DuplicateIdentity, ann.DisconnectReason);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1786000001456), ann.JoinedAt);
        Assert.Null(left.Track);
        Assert.Null(left.Egress);
        Assert.Null(left.Ingress);
    }

    [Fact]
    public void A_tracks_event_is_read_with_the_little_that_livekit_says_of_room_and_participant()
    {
        var published = Parse(Event("track_published", """
            "room":{"sid":"RM_1","name":"r"},"participant":{"sid":"PA_1","identity":"ann"},
            "track":{"sid":"TR_1","type":"VIDEO","source":"SCREEN_SHARE","name":"t","muted":true,"mimeType":"video/VP8","width":640,"height":480}
            """));

        Assert.Equal(new LiveKitRoom { Sid = "RM_1", Name = "r" }, published.Room);
        Assert.Null(published.Participant!.JoinedAt);
        Assert.Equal(
            new LiveKitTrack
            {
                Sid = "TR_1",
                Type = TrackType.Video,
                Source = TrackSource.ScreenShare,
                Name = "t",
                Muted = true,
                MimeType = "video/VP8",
                Width = 640,
                Height = 480,
            },
            published.Track);
    }

    [Fact]
    public void Recordings_and_streams_from_outside_are_read()
    {
        var egress = Parse(Event("egress_ended", """
            "egressInfo":{"egressId":"EG_1","roomId":"RM_1","roomName":"r","status":"EGRESS_COMPLETE","startedAt":"1786000000000000000",
              "roomComposite":{"roomName":"r","preset":"H264_1080P_30","fileOutputs":[{"filepath":"f","s3":{"bucket":"b"}}]},
              "fileResults":[{"filename":"f","size":"12"}],"file":{"filename":"f"}}
            """));
        var ingress = Parse(Event("ingress_started", """ "ingressInfo":{"ingressId":"IN_1","roomName":"r","state":{"status":"ENDPOINT_PUBLISHING"}}"""));

        Assert.Equal(
            ("EG_1", "RM_1", "r", EgressStatus.Complete),
            (egress.Egress!.EgressId, egress.Egress.RoomId, egress.Egress.RoomName, egress.Egress.Status));
        Assert.Equal(new LiveKitIngress { IngressId = "IN_1", RoomName = "r", IsTranscoding = true, State = IngressState.Publishing }, ingress.Ingress);
    }

    [Theory]
    [InlineData("room_started", LiveKitEventType.RoomStarted)]
    [InlineData("room_finished", LiveKitEventType.RoomFinished)]
    [InlineData("participant_joined", LiveKitEventType.ParticipantJoined)]
    [InlineData("participant_left", LiveKitEventType.ParticipantLeft)]
    [InlineData("participant_connection_aborted", LiveKitEventType.ParticipantConnectionAborted)]
    [InlineData("track_published", LiveKitEventType.TrackPublished)]
    [InlineData("track_unpublished", LiveKitEventType.TrackUnpublished)]
    [InlineData("egress_started", LiveKitEventType.EgressStarted)]
    [InlineData("egress_updated", LiveKitEventType.EgressUpdated)]
    [InlineData("egress_ended", LiveKitEventType.EgressEnded)]
    [InlineData("ingress_started", LiveKitEventType.IngressStarted)]
    [InlineData("ingress_ended", LiveKitEventType.IngressEnded)]
    [InlineData("agent_job_started", LiveKitEventType.Unknown)]
    public void Each_name_has_its_type(string name, LiveKitEventType type) => Assert.Equal((name, type), (Parse(Event(name)).Name, Parse(Event(name)).Type));

    [Theory]
    [InlineData(""" "fieldOfALaterVersion":{"deep":[1,"x",null,{"y":true}]} """)]
    [InlineData(""" "job":{"id":"AJ_1"},"numDropped":3 """)]
    [InlineData(""" "room":{"sid":"RM_1","laterField":[[]]} """)]
    [InlineData(""" "participant":{"sid":"PA_1","tracks":[{"sid":"TR_1","laterField":1e3}]} """)]
    public void Fields_of_a_later_version_are_skipped(string fields) => Assert.Equal("EV_1", Parse(Event("room_started", fields)).Id);

    [Fact]
    public void Enum_names_of_a_later_version_leave_the_enums_zero()
    {
        var participant = Parse(Event("participant_joined", """
            "participant":{"sid":"PA_1","identity":"ann","state":"TELEPORTING","kind":"ROBOT","disconnectReason":"BOREDOM",
              "kindDetails":["CLOUD_AGENT","LATER"],"tracks":[{"sid":"TR_1","type":"SMELL","source":"NOSE"}]}
            """)).Participant!;

        Assert.Equal((ParticipantState.Joining, ParticipantKind.Standard), (participant.State, participant.Kind));
        Assert.Equal(DisconnectReason.Unknown, participant.DisconnectReason);
        Assert.Equal((TrackType.Audio, TrackSource.Unknown), (participant.Tracks[0].Type, participant.Tracks[0].Source));
    }

    [Fact]
    public void A_list_of_enum_names_of_a_later_version_does_not_become_empty_which_would_mean_every_source() =>
        Assert.Equal(
            [TrackSource.Unknown],
            Parse(Event("participant_joined", """ "participant":{"permission":{"canPublishSources":["NOSE"]}}""")).Participant!.Permissions!.CanPublishSources);

    [Fact]
    public void Enum_numbers_of_a_later_version_are_kept() =>
        Assert.Equal((ParticipantKind)42, Parse(Event("participant_joined", """ "participant":{"sid":"PA_1","kind":42}""")).Participant!.Kind);

    [Theory]
    [InlineData("\"1786000001\"")]
    [InlineData("1786000001")]
    public void Large_numbers_are_read_as_text_and_as_number(string number)
    {
        var joined = Parse($$$"""{"event":"e","id":"EV_1","createdAt":{{{number}}},"participant":{"sid":"PA_1","joinedAt":{{{number}}}}}""");

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1786000001), joined.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1786000001), joined.Participant!.JoinedAt);
    }

    [Fact]
    public void What_is_zero_and_so_absent_is_zero()
    {
        var room = Parse(Event("room_finished", """ "room":{"sid":"RM_1","name":"r"},"egressInfo":{"egressId":"EG_1"}"""));

        Assert.Equal((0, 0, "", null), (room.Room!.NumParticipants, room.Room.MaxParticipants, room.Room.Metadata, room.Room.CreationTime));
        Assert.Equal(EgressStatus.Starting, room.Egress!.Status);
    }

    [Fact]
    public void The_order_and_spaces_of_the_json_do_not_matter() =>
        Assert.Equal("EV_1", Parse("""  { "createdAt" : "1786000000" , "id" : "EV_1", "event" : "room_started" }  """).Id);

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("room_started", "not JSON")]
    [InlineData("{\"event\":\"e\"", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("\uFEFF{}", "not JSON")]
    [InlineData("[]", "not a webhook event")]
    [InlineData("null", "not a webhook event")]
    [InlineData("""{"event":1}""", "not a webhook event")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":"soon"}""", "not a webhook event")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":"99999999999999999999"}""", "not a webhook event")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":"9223372036854775807"}""", "createdAt")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":"-9223372036854775808"}""", "createdAt")]
    [InlineData("""{"event":"e","id":"EV_1"}""", "createdAt")]
    [InlineData("""{"event":"e","createdAt":"1786000000"}""", "no id")]
    [InlineData("""{"id":"EV_1","createdAt":"1786000000"}""", "no event")]
    [InlineData("""{"room":{"creationTime":{}}}""", "not a webhook event")]
    [InlineData("""{"participant":{"attributes":{"k":null}}}""", "not a webhook event")]
    [InlineData("""{"participant":{"tracks":[null]}}""", "not a webhook event")]
    public void What_is_not_an_event_is_told_apart_without_an_exception(string body, string expected) =>
        Assert.Contains(expected, Reason(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_utf8_is_refused() => Assert.Contains("not UTF-8", Reason([(byte)'"', 0xC3, 0x28, (byte)'"']), StringComparison.Ordinal);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void A_field_of_a_later_version_is_skipped_however_deep_it_is_without_using_the_stack(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        var body = Encoding.UTF8.GetBytes(Event("e", $"\"laterField\":{deep}"));
        LiveKitWebhookEvent? parsed = null;

        var thread = new Thread(() => _ = WebhookParser.TryParse(body, out parsed, out _), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal("EV_1", parsed?.Id);
    }

    [Fact]
    public void No_change_to_a_good_body_makes_it_throw() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 8], Gen.OneOf(Gen.Int[0, Tokens.Length - 1].Select(i => Tokens[i]), Gen.String[0, 5])).Sample(
            (position, removed, inserted) =>
            {
                var start = position % Left.Length;
                var changed = Left.Remove(start, Math.Min(removed, Left.Length - start)).Insert(start, inserted);
                return WebhookParser.TryParse(Encoding.UTF8.GetBytes(changed), out var parsed, out var reason)
                    ? parsed is not null && reason is null
                    : parsed is null && reason is not null;
            },
            iter: 5_000);

    [Theory]
    [InlineData("1.0", 1)]
    [InlineData("1e3", 1000)]
    [InlineData("\"1e3\"", 1000)]
    [InlineData("null", 0)]
    [InlineData("4294967295", int.MaxValue)]
    public void Whole_numbers_are_read_however_they_are_written(string number, int expected) =>
        Assert.Equal(expected, Parse(Event("room_started", $"\"room\":{{\"sid\":\"RM_1\",\"maxParticipants\":{number}}}")).Room!.MaxParticipants);

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("4294967296")]
    [InlineData("true")]
    [InlineData("\"\"")]
    public void What_is_no_count_is_of_the_wrong_type(string number) =>
        Assert.Contains("not a webhook event", Reason(Encoding.UTF8.GetBytes($"{{\"room\":{{\"maxParticipants\":{number}}}}}")), StringComparison.Ordinal);

    [Fact]
    public void A_field_that_is_null_is_absent()
    {
        var body = Parse(Event("participant_joined", """
            "room":null,"track":{"sid":null,"type":null,"muted":null,"width":null},
            "participant":{"sid":"PA_1","identity":null,"state":null,"joinedAt":null,"attributes":null,"permission":null,"tracks":null}
            """));

        Assert.Null(body.Room);
        Assert.Equal(new LiveKitTrack { Sid = "" }, body.Track);
        Assert.Equal(("", ParticipantState.Joining, null), (body.Participant!.Identity, body.Participant.State, body.Participant.JoinedAt));
        Assert.Empty(body.Participant.Attributes);
        Assert.Null(body.Participant.Permissions);
        Assert.Empty(body.Participant.Tracks);
    }

    [Theory]
    [InlineData("""{"event":"\ud800","id":"EV_1","createdAt":1786000000}""")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":1786000000,"participant":{"attributes":{"\ud800":"v"}}}""")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":1786000000,"participant":{"state":"\ud800"}}""")]
    [InlineData("""{"event":"e","id":"EV_1","createdAt":1786000000,"\ud800":1}""")]
    public void Half_a_character_does_not_throw(string body) => Assert.NotEmpty(Reason(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Whatever_protobuf_writes_is_read_as_protobuf_means_it() => WebhookMessages.Any.Sample(message =>
    {
        var told = Parse(JsonFormatter.Default.Format(message));

        Assert.Equal((message.Id, message.Event), (told.Id, told.Name));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(message.CreatedAt), told.CreatedAt);
        Assert.Equal(message.Room is { } room ? FromWire.Room(room) : null, told.Room);
        Assert.Equal(message.Track is { } track ? FromWire.Track(track) : null, told.Track);
        Assert.Equivalent(message.Participant is { } participant ? FromWire.Participant(participant) : null, told.Participant, strict: true);
        Assert.Equivalent(message.EgressInfo is { } egress ? EgressFromWire.Egress(egress) : null, told.Egress, strict: true);
        Assert.Equal(
            message.IngressInfo is { } ingress ? IngressWire.Ingress(ingress) : null, told.Ingress);
    });

    private static readonly string[] Tokens =
        ["null", "{}", "[]", "\"", ",", ":", "}", "]", "1e400", "-0", "1.5", "\\u0000", "\\ud800", "true", "NaN", "\"\"", "9223372036854775808"];

    private static string Event(string name, string? fields = null) =>
        $$"""{"event":"{{name}}","id":"EV_1","createdAt":"1786000000"{{(fields is null ? "" : ",")}}{{fields}}}""";

    private static LiveKitWebhookEvent Parse(string body)
    {
        Assert.True(WebhookParser.TryParse(Encoding.UTF8.GetBytes(body), out var parsed, out var reason), reason);
        return parsed;
    }

    private static string Reason(byte[] body)
    {
        Assert.False(WebhookParser.TryParse(body, out var parsed, out var reason));
        Assert.Null(parsed);
        return reason;
    }
}
