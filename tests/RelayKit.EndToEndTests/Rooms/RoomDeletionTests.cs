using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Rooms;

[Collection(SharedStackTests.Name)]
public sealed class RoomDeletionTests(StackFixture stack) : IAsyncLifetime
{
    private static readonly long NowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        stack.LiveKit.Mood = LiveKitMood.Obliging;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Deleting_closes_the_room_and_tells_LiveKit()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await LiveRoomAsync(tenant);

        var deleted = (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);

        Assert.Equal("closed", deleted.Text("status"));
        Assert.Equal(room.Name, deleted.Text("livekit_name"));
        var call = Assert.Single(stack.LiveKit.CallsFor(room.Name));
        Assert.Equal("/twirp/livekit.RoomService/DeleteRoom", call.Path);
        var claims = SiloSettings.LiveKitKey.Verify(call.Authorization["Bearer ".Length..]);
        Assert.True((bool)claims["video"]!["roomCreate"]!);
    }

    [Fact]
    public async Task A_room_that_is_made_again_has_another_name_in_LiveKit()
    {
        var tenant = await stack.CreateTenantAsync();
        var first = await tenant.OpenRoomAsync("lobby", NowMs);
        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);

        var second = await tenant.OpenRoomAsync("lobby", NowMs);

        Assert.Equal($"{tenant.Id}_l1_lobby", first.Name);
        Assert.Equal($"{tenant.Id}_l2_lobby", second.Name);
    }

    [Fact]
    public async Task The_last_events_of_a_deleted_room_still_reach_the_ledger()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs - 60_000);
        var ann = Connection.At(NowMs - 50_000, "ann");
        await stack.SendAllAsync(LiveKitWebhooks.RoomStarted(room), LiveKitWebhooks.ParticipantJoined(room, ann));
        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);

        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantLeft(room, ann, NowMs, "ROOM_DELETED"), LiveKitWebhooks.RoomFinished(room, NowMs));

        var session = (await tenant.Api.GetAsync("/v1/sessions")).Expect(HttpStatusCode.OK).Data.Single();
        Assert.Equal((NowMs / 1000 * 1000) - ann.JoinedAtMs, session.GetProperty("participant_ms").GetInt64());
    }

    [Theory]
    [InlineData(LiveKitMood.NotFound)]
    [InlineData(LiveKitMood.Unavailable)]
    [InlineData(LiveKitMood.HangingUp)]
    public async Task An_idle_room_is_deleted_whatever_LiveKit_says(LiveKitMood mood)
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", NowMs);
        stack.LiveKit.Mood = mood;

        var deleted = await tenant.Api.DeleteAsync("/v1/rooms/lobby");

        Assert.Equal("closed", deleted.Expect(HttpStatusCode.OK).Text("status"));
    }

    [Fact]
    public async Task A_live_room_that_LiveKit_no_longer_knows_is_deleted()
    {
        var tenant = await stack.CreateTenantAsync();
        await LiveRoomAsync(tenant);
        stack.LiveKit.Mood = LiveKitMood.NotFound;

        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(LiveKitMood.Unavailable)]
    [InlineData(LiveKitMood.HangingUp)]
    public async Task A_live_room_is_deleted_but_the_caller_is_asked_to_repeat_while_LiveKit_is_away(LiveKitMood mood)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await LiveRoomAsync(tenant);
        stack.LiveKit.Mood = mood;

        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.ServiceUnavailable, "livekit_unavailable");

        (await tenant.Api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.ServiceUnavailable, "livekit_unavailable");
        stack.LiveKit.Mood = LiveKitMood.Obliging;
        var before = stack.LiveKit.CallsFor(room.Name).Count;
        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);
        Assert.Equal(before + 1, stack.LiveKit.CallsFor(room.Name).Count);
        await stack.SendAllAsync(LiveKitWebhooks.RoomFinished(room, NowMs + 1_000));
        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound, "room_not_found");
    }

    [Fact]
    public async Task A_cluster_where_nobody_listens_is_away_too()
    {
        var tenant = await stack.CreateTenantAsync(SiloSettings.AwayCluster);
        await LiveRoomAsync(tenant);

        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.ServiceUnavailable, "livekit_unavailable");
    }

    private async Task<RoomLife> LiveRoomAsync(TestTenant tenant)
    {
        var room = await tenant.OpenRoomAsync("lobby", NowMs);
        await stack.SendAllAsync(LiveKitWebhooks.RoomStarted(room));
        return room;
    }
}
