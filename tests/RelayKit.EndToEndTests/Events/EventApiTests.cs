using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Events;

/// <summary>The event log as a list.</summary>
[Collection(SharedStackTests.Name)]
public sealed class EventApiTests(StackFixture stack)
{
    private static readonly long StartMs = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds() * 1000;

    [Fact]
    public async Task A_walk_through_pages_has_every_event_once_in_order_and_each_can_be_read_by_itself()
    {
        var tenant = await stack.CreateTenantAsync();
        await TellOfMeetingAsync(tenant, "lobby");

        var all = await tenant.Api.CollectAsync("/v1/events?limit=2", one => one.Clone());

        Assert.Equal(
            ["room.started", "participant.joined", "participant.joined", "track.published", "participant.left", "participant.left", "room.finished"],
            all.Select(one => one.GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(1, all.Count).Select(number => (long)number), all.Select(Sequence));
        var left = all[4];
        Assert.Equal("lobby", left.GetProperty("data").GetProperty("room").GetString());
        Assert.Equal("ann", left.GetProperty("data").GetProperty("participant").GetProperty("identity").GetString());
        Assert.Equal(StartMs + 5_000, left.GetProperty("created_at").GetDateTimeOffset().ToUnixTimeMilliseconds());
        foreach (var one in all)
        {
            var alone = (await tenant.Api.GetAsync($"/v1/events/{one.GetProperty("id").GetString()}")).Expect(HttpStatusCode.OK);
            Assert.Equal(one.GetRawText(), alone.Body);
        }

        Assert.Equal(all.Skip(3).Select(Sequence), await tenant.Api.CollectAsync("/v1/events?after=3", Sequence));
        Assert.Empty(await tenant.Api.CollectAsync("/v1/events?after=7", Sequence));
    }

    [Fact]
    public async Task Events_are_found_by_type_room_and_mode()
    {
        var tenant = await stack.CreateTenantAsync();
        var inTest = await tenant.CreateTestModeClientAsync();
        await TellOfMeetingAsync(tenant, "lobby");
        await TellOfMeetingAsync(tenant, "stage");
        await TellOfMeetingAsync(tenant, "trial", inTest);
        foreach (var decision in new[] { "suspend", "resume" })
        {
            (await stack.Operator.PostAsync($"/v1/operator/tenants/{tenant.Id}/{decision}", decision == "suspend" ? """{"reason":"test"}""" : "{}")).Expect(HttpStatusCode.OK);
        }

        Assert.Equal(4, (await TypesAsync(tenant.Api, "type=participant.joined")).Count);
        Assert.Equal(["room.started", "room.finished"], await TypesAsync(tenant.Api, "type=room.started,room.finished&room=stage"));
        Assert.Equal(["room.started", "room.finished"], await TypesAsync(tenant.Api, "type=room.started&room=stage&type=room.finished"));
        Assert.Equal(7, (await TypesAsync(tenant.Api, "room=stage")).Count);
        Assert.Empty(await TypesAsync(tenant.Api, "room=trial"));
        Assert.Equal(7, (await TypesAsync(tenant.Api, "room=trial&mode=test")).Count);
        Assert.Equal(["tenant.suspended", "tenant.resumed"], await TypesAsync(tenant.Api, "type=tenant.suspended,tenant.resumed"));
        Assert.Equal(["tenant.suspended", "tenant.resumed"], (await TypesAsync(inTest, "limit=100")).TakeLast(2));
        Assert.Equal("api_key.created", (await TypesAsync(inTest, "limit=100"))[0]);
        Assert.Equal(10, (await TypesAsync(inTest, "limit=100")).Count);
        var trial = (await inTest.GetAsync("/v1/events?limit=1")).Data[0].GetProperty("id").GetString();
        (await tenant.Api.GetAsync($"/v1/events/{trial}")).Expect(HttpStatusCode.NotFound, "event_not_found");
        (await tenant.Api.GetAsync($"/v1/events/{trial}?mode=test")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_older_than_30_days_is_not_told_of_and_whoever_was_before_it_hears_so()
    {
        var tenant = await stack.CreateTenantAsync();
        await TellOfMeetingAsync(tenant, "lobby");
        var ids = await tenant.Api.CollectAsync("/v1/events?limit=100", one => one.GetProperty("id").GetString()!);
        var monthAgoMs = DateTimeOffset.UtcNow.AddDays(-30).ToUnixTimeMilliseconds();
        await AgeAsync(tenant, upTo: 3, monthAgoMs - 1);
        await AgeAsync(tenant, upTo: 4, monthAgoMs + 600_000);

        Assert.Equal([4L, 5L, 6L, 7L], await tenant.Api.CollectAsync("/v1/events?limit=3", Sequence));
        Assert.Equal([4L, 5L, 6L, 7L], await tenant.Api.CollectAsync("/v1/events?after=0", Sequence));
        Assert.Equal([4L, 5L, 6L, 7L], await tenant.Api.CollectAsync("/v1/events?after=3", Sequence));
        (await tenant.Api.GetAsync("/v1/events?after=2")).Expect(HttpStatusCode.Gone, "events_expired");
        Assert.Equal([4L, 5L, 6L, 7L], (await tenant.Api.GetAsync("/v1/events?cursor=2")).Data.Select(Sequence));
        (await tenant.Api.GetAsync($"/v1/events/{ids[2]}")).Expect(HttpStatusCode.NotFound, "event_not_found");
        (await tenant.Api.GetAsync($"/v1/events/{ids[3]}")).Expect(HttpStatusCode.OK);
        (await tenant.Api.GetAsync("/v1/events/stream?after=2")).Expect(HttpStatusCode.Gone, "events_expired");
    }

    [Theory]
    [InlineData("after=8", "?after")]
    [InlineData("cursor=8", "?cursor")]
    [InlineData("after=-1", "?after")]
    [InlineData("after=99999999999999999999", "?after")]
    [InlineData("after=1&cursor=1", "?after")]
    [InlineData("type=room.burnt", "?type")]
    [InlineData("type=room.started,&type=,nothing", "?type")]
    [InlineData("room=a%20b&mode=both&limit=101", "?room", "?mode", "?limit")]
    [InlineData("since=1", "?since")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/events?{query}")).ExpectInvalid(pointers);
    }

    /// <summary>Seven events: two join, one publishes, and all is over.</summary>
    internal async Task TellOfMeetingAsync(TestTenant tenant, string name, ApiClient? api = null)
    {
        var room = await tenant.OpenRoomAsync(name, StartMs, api);
        var (ann, bob) = (Connection.At(StartMs, "ann"), Connection.At(StartMs + 1_000, "bob"));
        await stack.SendAllAsync(
            LiveKitWebhooks.RoomStarted(room),
            LiveKitWebhooks.ParticipantJoined(room, ann),
            LiveKitWebhooks.ParticipantJoined(room, bob),
            LiveKitWebhooks.TrackPublished(room, ann, "TR_face", StartMs + 2_000),
            LiveKitWebhooks.ParticipantLeft(room, ann, StartMs + 5_000),
            LiveKitWebhooks.ParticipantLeft(room, bob, StartMs + 6_000),
            LiveKitWebhooks.RoomFinished(room, StartMs + 7_000));
    }

    private static long Sequence(JsonElement one) => one.GetProperty("sequence").GetInt64();

    private static Task<List<string>> TypesAsync(ApiClient api, string query) =>
        api.CollectAsync($"/v1/events?{query}", one => one.GetProperty("type").GetString()!);

    private Task<List<long>> AgeAsync(TestTenant tenant, long upTo, long createdAtMs) => stack.Database.QueryAsync(
        "update events set created_at_ms = $3 where tenant_id = $1 and seq <= $2 and created_at_ms > $3 returning seq",
        row => row.GetInt64(0),
        tenant.RowId,
        upTo,
        createdAtMs);
}
