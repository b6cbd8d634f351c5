using System.Globalization;
using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Sessions;

[Collection(SharedStackTests.Name)]
public sealed class SessionApiTests(StackFixture stack)
{
    /// <summary>A whole second, so that LiveKit's ends in seconds lie where the tests put them.</summary>
    private static readonly long StartMs = DateTimeOffset.UtcNow.AddMinutes(-20).ToUnixTimeSeconds() * 1000;

    [Fact]
    public async Task A_session_shows_everybody_who_was_in_it_to_the_millisecond()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", StartMs + 123);
        var (ann, bob, bot) = (
            Connection.At(StartMs + 1_001, "ann"), Connection.At(StartMs + 2_002, "bob", "SIP"), Connection.At(StartMs + 3_003, "bot", "AGENT"));
        await stack.SendAllAsync(
            LiveKitWebhooks.RoomStarted(room),
            LiveKitWebhooks.ParticipantJoined(room, ann),
            LiveKitWebhooks.ParticipantJoined(room, bob),
            LiveKitWebhooks.ParticipantJoined(room, bot),
            LiveKitWebhooks.ParticipantLeft(room, ann, StartMs + 61_000, "SIGNAL_CLOSE"),
            LiveKitWebhooks.RoomFinished(room, StartMs + 90_000));

        var summary = (await tenant.Api.GetAsync("/v1/sessions")).Expect(HttpStatusCode.OK).Data.Single();
        var session = (await tenant.Api.GetAsync($"/v1/sessions/{summary.GetProperty("id").GetString()}")).Expect(HttpStatusCode.OK);

        Assert.Equal("lobby", session.Text("room"));
        Assert.Equal(room.Sid, session.Text("livekit_sid"));
        Assert.Equal(Rfc3339(StartMs + 123), session.Text("started_at"));
        Assert.Equal(Rfc3339(StartMs + 90_000), session.Text("ended_at"));
        Assert.Equal(59_999 + 87_998, session.Number("participant_ms"));
        Assert.Equal(2, session.Number("peak_participants"));
        Assert.Equal(
            new[]
            {
                (ann.Sid, "ann", "standard", Rfc3339(ann.JoinedAtMs), Rfc3339(StartMs + 61_000), 59_999L, "signal_close", false),
                (bob.Sid, "bob", "sip", Rfc3339(bob.JoinedAtMs), Rfc3339(StartMs + 90_000), 87_998L, null, false),
                (bot.Sid, "bot", "agent", Rfc3339(bot.JoinedAtMs), Rfc3339(StartMs + 90_000), 86_997L, null, false),
            },
            session["participants"].EnumerateArray().Select(Describe));
        foreach (var shared in summary.EnumerateObject())
        {
            Assert.Equal(shared.Value.GetRawText(), session[shared.Name].GetRawText());
        }
    }

    [Fact]
    public async Task A_session_that_goes_on_has_no_end_yet()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", StartMs);
        await stack.SendAllAsync(LiveKitWebhooks.ParticipantJoined(room, Connection.At(StartMs, "ann")));
        var id = (await tenant.Api.GetAsync("/v1/rooms/lobby")).Text("session_id");

        var session = (await tenant.Api.GetAsync($"/v1/sessions/{id}")).Expect(HttpStatusCode.OK);

        var participant = session["participants"].EnumerateArray().Single();
        Assert.Equal(JsonValueKind.Null, session["ended_at"].ValueKind);
        Assert.Equal(JsonValueKind.Null, participant.GetProperty("left_at").ValueKind);
        Assert.Equal(JsonValueKind.Null, participant.GetProperty("duration_ms").ValueKind);
        Assert.InRange(session.Number("participant_ms"), 20 * 60_000, 21 * 60_000);
    }

    [Fact]
    public async Task Paging_through_sessions_meets_each_of_them_once_newest_first()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", StartMs);
        var lives = Enumerable.Range(0, 17).Select(i => room with { Sid = LiveKitSid.Room(), CreatedAtMs = StartMs + (i / 2) }).ToList();
        await stack.SendAllAsync(lives.Select(LiveKitWebhooks.RoomStarted));

        var met = await tenant.Api.CollectAsync(
            "/v1/sessions?limit=4",
            session => (session.GetProperty("livekit_sid").GetString()!, session.GetProperty("started_at").GetDateTimeOffset()));

        Assert.Equal(lives.Select(life => life.Sid).Order(), met.Select(session => session.Item1).Order());
        Assert.Equal(met.Select(session => session.Item2).OrderDescending(), met.Select(session => session.Item2));
    }

    [Fact]
    public async Task Sessions_are_found_by_room_and_time()
    {
        var tenant = await stack.CreateTenantAsync();
        var (lobby, hall) = (await tenant.OpenRoomAsync("lobby", StartMs), await tenant.OpenRoomAsync("hall", StartMs + 60_000));
        await stack.SendAllAsync(LiveKitWebhooks.RoomStarted(lobby), LiveKitWebhooks.RoomStarted(hall));
        var (from, to) = (Uri.EscapeDataString(Rfc3339(StartMs + 1)), Uri.EscapeDataString(Rfc3339(StartMs + 60_000)));

        Assert.Equal(["hall", "lobby"], await RoomsAsync(tenant, ""));
        Assert.Equal(["lobby"], await RoomsAsync(tenant, "room=lobby"));
        Assert.Equal(["hall"], await RoomsAsync(tenant, $"from={from}"));
        Assert.Equal(["lobby"], await RoomsAsync(tenant, $"to={to}"));
        Assert.Empty(await RoomsAsync(tenant, $"from={from}&to={to}"));
        Assert.Empty(await RoomsAsync(tenant, "room=nobody"));
    }

    [Theory]
    [InlineData("limit=0", "?limit")]
    [InlineData("limit=1e2", "?limit")]
    [InlineData("cursor=garbage", "?cursor")]
    [InlineData("cursor=psn_01arz3ndektsv4rrffq69g5fav", "?cursor")]
    [InlineData("cursor=SES_01ARZ3NDEKTSV4RRFFQ69G5FAV", "?cursor")]
    [InlineData("room=a%20b", "?room")]
    [InlineData("room=%00", "?room")]
    [InlineData("from=yesterday", "?from")]
    [InlineData("from=2026-01-01T00:00:00", "?from")]
    [InlineData("to=2026-13-01T00:00:00Z", "?to")]
    [InlineData("from=0001-01-01T00:00:00%2B14:00", "?from")]
    [InlineData("until=2026-01-01T00:00:00Z", "?until")]
    [InlineData("limit=0&from=x&to=y&room=%2F", "?limit", "?from", "?to", "?room")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/sessions?{query}")).ExpectInvalid(pointers);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public async Task The_ends_of_time_are_times(string instant)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        Assert.Empty((await api.GetAsync($"/v1/sessions?from={instant}&to={instant}")).Expect(HttpStatusCode.OK).Data);
    }

    [Theory]
    [InlineData("ses_01arz3ndektsv4rrffq69g5fav")]
    [InlineData("ses_")]
    [InlineData("01arz3ndektsv4rrffq69g5fav")]
    [InlineData("ses_81arz3ndektsv4rrffq69g5fav")]
    [InlineData("%F0%9F%98%80")]
    public async Task A_session_that_does_not_exist_is_not_found(string id)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/sessions/{id}")).Expect(HttpStatusCode.NotFound, "session_not_found");
    }

    private static async Task<List<string>> RoomsAsync(TestTenant tenant, string query) =>
        [.. (await tenant.Api.GetAsync($"/v1/sessions?{query}")).Expect(HttpStatusCode.OK).Data.Select(s => s.GetProperty("room").GetString()!)];

    private static (string, string, string, string, string, long, string?, bool) Describe(JsonElement participant) => (
        participant.GetProperty("livekit_sid").GetString()!,
        participant.GetProperty("identity").GetString()!,
        participant.GetProperty("kind").GetString()!,
        participant.GetProperty("joined_at").GetString()!,
        participant.GetProperty("left_at").GetString()!,
        participant.GetProperty("duration_ms").GetInt64(),
        participant.GetProperty("disconnect_reason").GetString(),
        participant.GetProperty("reconciled").GetBoolean());

    private static string Rfc3339(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
