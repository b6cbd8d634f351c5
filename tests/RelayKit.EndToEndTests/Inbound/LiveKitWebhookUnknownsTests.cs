using System.Net;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Inbound;

/// <summary>What a newer LiveKit, or somebody else's room on the same LiveKit, may send: taken, counted, never refused.</summary>
[Collection(SharedStackTests.Name)]
public sealed class LiveKitWebhookUnknownsTests(StackFixture stack)
{
    private static readonly long NowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("room_exploded", "unknown_event")]
    [InlineData("egress_started", "unknown_event")]
    [InlineData("ROOM_STARTED", "unknown_event")]
    public async Task An_event_of_no_use_is_counted_and_answered_200(string name, string outcome)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);

        await CountsAsync(LiveKitWebhooks.Write(name, NowMs, ("room", LiveKitWebhooks.Full(room))), outcome);

        Assert.Equal(0, await SessionsAsync(tenant));
    }

    [Theory]
    [InlineData("somebody-elses-room")]
    [InlineData("")]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav_l1_")]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav_x1_lobby")]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav_l0_lobby")]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav_l99999999999_lobby")]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav_l1_lobby\u0000")]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav_l1_lobby")]
    public async Task A_room_that_nobody_created_is_counted_and_answered_200(string liveKitName) => await CountsAsync(
        LiveKitWebhooks.RoomStarted(new RoomLife(liveKitName, LiveKitSid.Room(), NowMs)), "unknown_room");

    [Fact]
    public async Task A_room_of_another_name_of_the_same_tenant_is_unknown()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);

        await CountsAsync(LiveKitWebhooks.RoomStarted(room with { Name = room.Name + "-2" }), "unknown_room");

        Assert.Equal(0, await SessionsAsync(tenant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with a space")]
    [InlineData("RM_\u0000")]
    public async Task A_room_without_a_usable_sid_is_unknown(string sid)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);

        await CountsAsync(LiveKitWebhooks.RoomStarted(room with { Sid = sid }), "unknown_room");
    }

    [Fact]
    public async Task A_participant_event_without_a_participant_is_of_no_use()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);

        await CountsAsync(LiveKitWebhooks.Write("participant_joined", NowMs, ("room", LiveKitWebhooks.Full(room))), "unknown_event");

        Assert.Equal(0, await SessionsAsync(tenant));
    }

    [Fact]
    public async Task A_track_of_a_session_that_nobody_knows_is_counted()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);

        await CountsAsync(
            LiveKitWebhooks.TrackPublished(room, Connection.At(NowMs, "ann"), LiveKitSid.Track(), NowMs), "unknown_session");
    }

    [Fact]
    public async Task Fields_and_enum_values_of_a_newer_LiveKit_are_passed_over()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);
        var body = JsonNode.Parse(LiveKitWebhooks.ParticipantLeft(room, Connection.At(NowMs - 5_000, "ann", "HOLOGRAM"), NowMs, "TELEPORTED"))!;
        body["future"] = new JsonObject { ["nested"] = new JsonArray(1, "two", new JsonObject()) };
        body["room"]!["future"] = 1.5;
        body["participant"]!["state"] = "DREAMING";
        body["participant"]!["kindDetails"] = new JsonArray("FUTURE_DETAIL");

        await CountsAsync(body.ToJsonString(), "committed");

        Assert.Equal(
            (short)0,
            await stack.Database.ScalarAsync<short>("select class from participant_sessions where tenant_id = $1", tenant.RowId));
    }

    [Fact]
    public async Task An_unknown_field_that_is_nested_without_end_is_passed_over_too()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);
        var nested = new string('[', 50_000) + new string(']', 50_000);

        await CountsAsync($"{LiveKitWebhooks.RoomStarted(room)[..^1]},\"future\":{nested}}}", "committed");

        Assert.Equal(1, await SessionsAsync(tenant));
    }

    [Fact]
    public async Task Text_that_PostgreSQL_cannot_keep_is_mended_and_kept()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);
        var body = LiveKitWebhooks.ParticipantJoined(room, Connection.At(NowMs, "ann\u0000bob"));

        await CountsAsync(body, "committed");

        Assert.Equal(
            "ann\uFFFDbob",
            await stack.Database.ScalarAsync<string>("select identity from participant_sessions where tenant_id = $1", tenant.RowId));
    }

    private Task<long> SessionsAsync(TestTenant tenant) =>
        stack.Database.ScalarAsync<long>("select count(*) from sessions where tenant_id = $1", tenant.RowId);

    private async Task CountsAsync(string body, string outcome)
    {
        var before = await stack.WebhooksAnsweredAsync(outcome);

        (await stack.SendAsync(SiloSettings.LiveKitKey.Sign(body))).Expect(HttpStatusCode.OK);

        await Eventually.EqualAsync(before + 1, () => stack.WebhooksAnsweredAsync(outcome), $"webhooks counted as {outcome}");
    }
}
