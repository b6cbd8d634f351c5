using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Tokens;

public sealed class AccessTokenIssuerTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const long Now = 1_786_000_000;

    private static readonly FakeTimeProvider Time = new(DateTimeOffset.FromUnixTimeMilliseconds((Now * 1000) + 999));

    [Theory]
    [InlineData("secret")]
    [InlineData(Secret)]
    [InlineData("a secret of more than the 64 bytes that are one block of SHA-256, hashed by HMAC before use")]
    public void A_token_is_hs256_over_the_secrets_bytes_however_many_they_are(string secret)
    {
        var token = new AccessTokenIssuer("APIkey", secret, Time).Issue(new AccessTokenRequest { Ttl = TimeSpan.FromMinutes(1) });

        AssertJson(HandMadeToken.Hs256, HandMadeToken.Header(token));
        Assert.Equal(SignatureOf(token, secret), token.Split('.')[2]);
    }

    [Fact]
    public void The_least_token_says_issuer_and_times_in_whole_seconds_and_nothing_else() =>
        AssertClaims(
            new AccessTokenRequest { Ttl = TimeSpan.FromMilliseconds(59_001) },
            $$"""{"iss":"APIkey","iat":{{Now}},"nbf":{{Now}},"exp":{{Now + 60}} }""");

    [Fact]
    public void Every_claim_is_written_under_livekits_name() => AssertClaims(
        new AccessTokenRequest
        {
            Ttl = TimeSpan.FromHours(6),
            NotBefore = DateTimeOffset.FromUnixTimeSeconds(Now + 30),
            Identity = "ann",
            Name = "Ann \"Ä\" 😀",
            Kind = ParticipantKind.Agent,
            KindDetails = ["cloud_agent", "forwarded"],
            Metadata = "{\"m\":1}",
            Attributes = new Dictionary<string, string> { ["k"] = "v" },
            Sha256 = "hash=",
            Video = new VideoGrant { RoomJoin = true, Room = "r" },
            Sip = new SipGrant(Admin: true, Call: true),
            Agent = new AgentGrant(Admin: true, SimulationAdmin: true, DatabaseAdmin: true),
            Inference = new InferenceGrant(Perform: true),
            Observability = new ObservabilityGrant(Write: true),
            RoomConfig = new RoomConfiguration
            {
                Name = "c",
                EmptyTimeout = TimeSpan.FromSeconds(10),
                DepartureTimeout = TimeSpan.FromSeconds(11),
                MaxParticipants = 12,
                Metadata = "rm",
                SyncStreams = true,
                Agents = [new AgentDispatch("helper", "am")],
                Tags = new Dictionary<string, string> { ["t"] = "u" },
            },
            RoomPreset = "preset",
        },
        $$"""
        {
          "iss": "APIkey", "sub": "ann", "iat": {{Now}}, "nbf": {{Now + 30}}, "exp": {{Now + 21600}},
          "name": "Ann \"Ä\" 😀", "kind": "agent", "kindDetails": ["cloud_agent", "forwarded"],
          "metadata": "{\"m\":1}", "attributes": {"k": "v"}, "sha256": "hash=",
          "video": {"roomJoin": true, "room": "r"},
          "sip": {"admin": true, "call": true},
          "agent": {"admin": true, "simulationAdmin": true, "databaseAdmin": true},
          "inference": {"perform": true},
          "observability": {"write": true},
          "roomConfig": {
            "name": "c", "emptyTimeout": 10, "departureTimeout": 11, "maxParticipants": 12, "metadata": "rm", "syncStreams": true,
            "agents": [{"agentName": "helper", "metadata": "am"}], "tags": {"t": "u"}
          },
          "roomPreset": "preset"
        }
        """);

    [Fact]
    public void Every_video_grant_is_written_under_livekits_name() => AssertVideo(
        new VideoGrant
        {
            RoomCreate = true,
            RoomList = true,
            RoomRecord = true,
            RoomAdmin = true,
            RoomJoin = true,
            Room = "r",
            DestinationRoom = "d",
            IngressAdmin = true,
            CanPublish = true,
            CanSubscribe = true,
            CanPublishData = true,
            CanPublishSources = [TrackSource.Camera, TrackSource.Microphone, TrackSource.ScreenShare, TrackSource.ScreenShareAudio],
            CanUpdateOwnMetadata = true,
            CanSubscribeMetrics = true,
            CanManageAgentSession = true,
            Hidden = true,
            Recorder = true,
            Agent = true,
        },
        """
        {
          "roomCreate": true, "roomList": true, "roomRecord": true, "roomAdmin": true, "roomJoin": true, "room": "r",
          "destinationRoom": "d", "ingressAdmin": true, "canPublish": true, "canSubscribe": true, "canPublishData": true,
          "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"], "canUpdateOwnMetadata": true,
          "canSubscribeMetrics": true, "canManageAgentSession": true, "hidden": true, "recorder": true, "agent": true
        }
        """);

    [Fact]
    public void A_right_whose_default_may_be_yes_is_written_also_when_it_is_no() => AssertVideo(
        new VideoGrant
        {
            CanPublish = false,
            CanSubscribe = false,
            CanPublishData = false,
            CanUpdateOwnMetadata = false,
            CanSubscribeMetrics = false,
            CanManageAgentSession = false,
        },
        """
        {
          "canPublish": false, "canSubscribe": false, "canPublishData": false,
          "canUpdateOwnMetadata": false, "canSubscribeMetrics": false, "canManageAgentSession": false
        }
        """);

    [Fact]
    public void What_is_empty_or_false_is_left_out() => AssertClaims(
        new AccessTokenRequest
        {
            Ttl = TimeSpan.FromSeconds(1),
            Identity = "",
            Name = "",
            Metadata = "",
            Sha256 = "",
            RoomPreset = "",
            Video = new VideoGrant { Room = "", DestinationRoom = "" },
            Sip = new SipGrant(),
        },
        $$"""{"iss":"APIkey","iat":{{Now}},"nbf":{{Now}},"exp":{{Now + 1}},"video":{},"sip":{} }""");

    [Theory]
    [InlineData(null, "r", "Identity")]
    [InlineData("", "r", "Identity")]
    [InlineData("ann", null, "Room")]
    [InlineData("ann", "", "Room")]
    public void Joining_without_identity_or_room_is_refused(string? identity, string? room, string parameter)
    {
        var request = new AccessTokenRequest
        {
            Ttl = TimeSpan.FromMinutes(1),
            Identity = identity,
            Video = new VideoGrant { RoomJoin = true, Room = room },
        };

        Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(() => Issue(request)).ParamName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_token_that_never_lives_is_refused(int seconds) =>
        Assert.Equal(
            "Ttl",
            Assert.ThrowsAny<ArgumentException>(() => Issue(new AccessTokenRequest { Ttl = TimeSpan.FromSeconds(seconds) })).ParamName);

    [Fact]
    public void A_source_that_livekit_does_not_name_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => Issue(new AccessTokenRequest
        {
            Ttl = TimeSpan.FromSeconds(1),
            Video = new VideoGrant { CanPublishSources = [TrackSource.Unknown] },
        }));

    private static string Issue(AccessTokenRequest request) => new AccessTokenIssuer("APIkey", Secret, Time).Issue(request);

    private static string SignatureOf(string token, string secret)
    {
        var parts = token.Split('.');
        var hash = System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return System.Buffers.Text.Base64Url.EncodeToString(hash);
    }

    private static void AssertClaims(AccessTokenRequest request, string expected) =>
        AssertJson(expected, HandMadeToken.Claims(Issue(request)));

    private static void AssertVideo(VideoGrant grant, string expected) =>
        AssertJson(
            expected,
            HandMadeToken.Claims(Issue(new AccessTokenRequest { Ttl = TimeSpan.FromSeconds(1), Identity = "ann", Video = grant }))["video"]!);

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
