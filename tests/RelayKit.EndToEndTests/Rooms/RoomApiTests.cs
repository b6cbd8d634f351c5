using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Rooms;

[Collection(SharedStackTests.Name)]
public sealed class RoomApiTests(StackFixture stack)
{
    private static readonly long NowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_room_is_created_with_all_that_was_asked_for()
    {
        var tenant = await stack.CreateTenantAsync();

        var created = (await tenant.Api.PostAsync("/v1/rooms", new
        {
            name = "Lobby_1.a:b-c",
            max_participants = 12,
            empty_timeout_seconds = 60,
            departure_timeout_seconds = 30,
            metadata = "{\"plan\":\"großartig\"}",
        })).Expect(HttpStatusCode.Created);

        Assert.Equal("/v1/rooms/Lobby_1.a:b-c", created.Headers["Location"]);
        Assert.Equal("Lobby_1.a:b-c", created.Text("name"));
        Assert.Equal($"{tenant.Id}_l1_Lobby_1.a:b-c", created.Text("livekit_name"));
        Assert.Equal("idle", created.Text("status"));
        Assert.Equal(0, created.Number("participants"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, created["session_id"].ValueKind);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", created.Text("created_at"));
        Assert.Equal((12, 60, 30), (
            created.Number("max_participants"), created.Number("empty_timeout_seconds"), created.Number("departure_timeout_seconds")));
        Assert.Equal("{\"plan\":\"großartig\"}", created.Text("metadata"));
        Assert.Equal(created.Body, (await tenant.Api.GetAsync("/v1/rooms/Lobby_1.a:b-c")).Expect(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task Creating_is_idempotent_by_name_and_refuses_other_settings()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        var first = (await api.PostAsync("/v1/rooms", new { name = "lobby", max_participants = 3 })).Expect(HttpStatusCode.Created);

        var again = await api.PostAsync("/v1/rooms", new { name = "lobby", max_participants = 3 });
        var other = await api.PostAsync("/v1/rooms", new { name = "lobby", max_participants = 4 });

        Assert.Equal(first.Body, again.Expect(HttpStatusCode.OK).Body);
        other.Expect(HttpStatusCode.Conflict, "room_exists_with_other_settings");
    }

    [Fact]
    public async Task Many_who_create_one_room_at_once_find_one_room()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.PostAsync("/v1/rooms", new { name = "lobby" })));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task The_longest_name_and_metadata_are_taken()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        var (name, metadata) = (new string('n', 128), new string('m', 64 * 1024));

        (await api.PostAsync("/v1/rooms", new { name, metadata })).Expect(HttpStatusCode.Created);

        Assert.Equal(metadata, (await api.GetAsync($"/v1/rooms/{name}")).Expect(HttpStatusCode.OK).Text("metadata"));
    }

    [Fact]
    public async Task A_live_room_shows_its_session_and_who_is_in_it()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", NowMs);
        var (ann, bot) = (Connection.At(NowMs + 7, "ann"), Connection.At(NowMs + 9, "bot", "AGENT"));
        await stack.SendAllAsync(
            LiveKitWebhooks.RoomStarted(room),
            LiveKitWebhooks.ParticipantJoined(room, ann),
            LiveKitWebhooks.ParticipantJoined(room, bot));

        var live = (await tenant.Api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);
        var participants = (await tenant.Api.GetAsync("/v1/rooms/lobby/participants")).Expect(HttpStatusCode.OK);
        var listed = (await tenant.Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK).Data.Single();

        Assert.Equal("live", live.Text("status"));
        Assert.Equal(1, live.Number("participants"));
        Assert.StartsWith("ses_", live.Text("session_id"), StringComparison.Ordinal);
        Assert.Equal(live.Body, listed.GetRawText());
        Assert.Equal(
            new[] { (ann.Sid, "ann", "The ann", "standard", NowMs + 7), (bot.Sid, "bot", "The bot", "agent", NowMs + 9) },
            participants.Data.Select(p => (
                p.GetProperty("livekit_sid").GetString()!,
                p.GetProperty("identity").GetString()!,
                p.GetProperty("name").GetString()!,
                p.GetProperty("kind").GetString()!,
                p.GetProperty("joined_at").GetDateTimeOffset().ToUnixTimeMilliseconds())));
    }

    [Fact]
    public async Task Paging_through_rooms_meets_each_of_them_once()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        var names = Enumerable.Range(0, 23).Select(i => $"room-{i}").ToList();
        await Task.WhenAll(names.Select(name => api.PostAsync("/v1/rooms", new { name })));

        var met = await api.CollectAsync("/v1/rooms?limit=5", room => room.GetProperty("name").GetString()!);

        Assert.Equal(names.Order(), met.Order());
    }

    [Fact]
    public async Task A_deleted_room_is_in_no_list()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        (await api.PostAsync("/v1/rooms", new { name = "lobby" })).Expect(HttpStatusCode.Created);

        (await api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);

        (await api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.GetAsync("/v1/rooms/lobby/participants")).Expect(HttpStatusCode.NotFound, "room_not_found");
        Assert.Empty((await api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK).Data);
    }

    [Fact]
    public async Task The_same_name_in_test_mode_is_another_room()
    {
        var tenant = await stack.CreateTenantAsync();
        var test = await tenant.CreateTestModeClientAsync();
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "lobby", metadata = "live" })).Expect(HttpStatusCode.Created);

        (await test.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound);
        var created = (await test.PostAsync("/v1/rooms", new { name = "lobby", metadata = "test" })).Expect(HttpStatusCode.Created);

        Assert.Equal($"{tenant.Id}_t1_lobby", created.Text("livekit_name"));
        Assert.Equal("live", (await tenant.Api.GetAsync("/v1/rooms/lobby")).Text("metadata"));
        Assert.Equal("test", (await test.GetAsync("/v1/rooms")).Data.Single().GetProperty("metadata").GetString());
    }
}
