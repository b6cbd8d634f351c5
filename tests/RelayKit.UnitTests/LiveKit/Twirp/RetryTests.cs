using System.Net;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Twirp;

public sealed class RetryTests
{
    private static readonly Dictionary<string, Func<LiveKitCluster, Task>> Repeatable = new()
    {
        ["CreateRoom"] = cluster => cluster.Client.CreateRoomAsync(new LiveKitRoomSettings { Name = "r" }),
        ["ListRooms"] = cluster => cluster.Client.ListRoomsAsync(),
        ["DeleteRoom"] = cluster => cluster.Client.DeleteRoomAsync("r"),
        ["ListParticipants"] = cluster => cluster.Client.ListParticipantsAsync("r"),
        ["GetParticipant"] = cluster => cluster.Client.GetParticipantAsync("r", "ann"),
        ["UpdateRoomMetadata"] = cluster => cluster.Client.UpdateRoomMetadataAsync("r", "m"),
        ["StopEgress"] = cluster => cluster.Egress.StopAsync("EG_1"),
        ["UpdateLayout"] = cluster => cluster.Egress.UpdateLayoutAsync("EG_1", "grid"),
        ["ListEgress"] = cluster => cluster.Egress.ListAsync(),
    };

    private static readonly Dictionary<string, Func<LiveKitCluster, Task>> Once = new()
    {
        ["RemoveParticipant"] = cluster => cluster.Client.RemoveParticipantAsync("r", "ann"),
        ["MutePublishedTrack"] = cluster => cluster.Client.MutePublishedTrackAsync("r", "ann", "TR_1", muted: true),
        ["UpdateParticipant"] = cluster => cluster.Client.UpdateParticipantAsync("r", "ann", new ParticipantUpdate()),
        ["UpdateSubscriptions"] = cluster => cluster.Client.UpdateSubscriptionsAsync("r", "ann", [], subscribe: true),
        ["StartRoomCompositeEgress"] = cluster => cluster.Egress.StartAsync(new EgressOrder
        {
            Source = new EgressSource.RoomComposite("r", "grid", AudioOnly: false, VideoOnly: false),
            StreamUrls = ["rtmp://live.example.com/app/key"],
        }),
        ["UpdateStream"] = cluster => cluster.Egress.UpdateStreamAsync("EG_1", ["rtmp://live.example.com/app/key"], []),
        ["SendData"] = cluster => cluster.Client.SendDataAsync("r", new LiveKitDataMessage { Payload = new byte[] { 1 } }),
    };

    private static readonly Dictionary<string, Func<HttpResponseMessage>> UnknownOutcomes = new()
    {
        ["503"] = () => FakeLiveKit.Error(HttpStatusCode.ServiceUnavailable, """{"code":"unavailable","msg":"no response from servers"}"""),
        ["408"] = () => FakeLiveKit.Error(HttpStatusCode.RequestTimeout, """{"code":"deadline_exceeded","msg":"request timed out"}"""),
        ["lost"] = () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset"),
    };

    public static TheoryData<string, string> RepeatableCalls => Pairs(Repeatable.Keys);

    public static TheoryData<string, string> CallsMadeOnce => Pairs(Once.Keys);

    [Theory]
    [MemberData(nameof(RepeatableCalls))]
    public async Task What_does_no_harm_twice_is_tried_again_when_the_outcome_is_unknown(string method, string outcome)
    {
        var failures = 2;
        var livekit = new FakeLiveKit(_ => failures-- > 0 ? UnknownOutcomes[outcome]() : FakeLiveKit.Protobuf());

        await Repeatable[method](livekit.Cluster);

        Assert.Equal(3, livekit.Requests.Count);
        Assert.All(livekit.Requests, request => Assert.EndsWith(method, request.Uri.AbsolutePath, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(CallsMadeOnce))]
    public async Task What_people_in_the_room_feel_is_never_tried_again(string method, string outcome)
    {
        var livekit = new FakeLiveKit(_ => UnknownOutcomes[outcome]());

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => Once[method](livekit.Cluster));

        Assert.True(exception.Code is LiveKitErrorCode.Unavailable or LiveKitErrorCode.DeadlineExceeded);
        Assert.Single(livekit.Requests);
    }

    [Fact]
    public async Task The_last_failure_is_told_when_no_attempt_succeeds()
    {
        var livekit = new FakeLiveKit(_ => UnknownOutcomes["503"]());

        var exception = await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.ListRoomsAsync());

        Assert.Equal(LiveKitErrorCode.Unavailable, exception.Code);
        Assert.Equal("no response from servers", exception.Message);
        Assert.Equal(3, livekit.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        var livekit = new FakeLiveKit(_ => FakeLiveKit.Error(HttpStatusCode.InternalServerError, """{"code":"internal","msg":"no"}"""));

        await Assert.ThrowsAsync<LiveKitException>(() => livekit.Client.ListRoomsAsync());

        Assert.Single(livekit.Requests);
    }

    private static TheoryData<string, string> Pairs(IEnumerable<string> methods)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var method in methods)
        {
            foreach (var outcome in UnknownOutcomes.Keys)
            {
                pairs.Add(method, outcome);
            }
        }

        return pairs;
    }
}
