using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Rooms;

/// <summary>Rules of rooms, against a LiveKit that keeps state. Their instants to the millisecond are in the cluster tests, where the clock can be moved.</summary>
[Collection(SharedStackTests.Name)]
public sealed class RoomRulesTests(StackFixture stack)
{
    [Fact]
    public async Task A_room_says_all_that_it_was_given()
    {
        var tenant = await stack.CreateTenantAsync();
        var asked = """
            {"name":"lobby","labels":{"customer":"acme","team":"blue"},"not_before":"2026-11-01T00:00:00Z","expires_at":"2099-01-01T00:00:00.000Z","end_at_expiry":false,
             "max_session_seconds":3600,"max_participant_seconds":1800,"solo_timeout_seconds":600,"idle_timeout_seconds":300,
             "budget":{"minutes":100,"action":"end","notice_seconds":10},"session_budget":{"minutes":5}}
            """;

        (await tenant.Api.PostAsync("/v1/rooms", asked)).Expect(HttpStatusCode.Created);

        var room = (await tenant.Api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"customer":"acme","team":"blue"}""", room["labels"].GetRawText());
        Assert.Equal(("2026-11-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"), (room.Text("not_before"), room.Text("expires_at")));
        Assert.False(room["end_at_expiry"].GetBoolean());
        Assert.Equal((3600, 1800, 600, 300), (
            room.Number("max_session_seconds"), room.Number("max_participant_seconds"), room.Number("solo_timeout_seconds"), room.Number("idle_timeout_seconds")));
        Assert.Equal("""{"minutes":100,"action":"end","notice_seconds":10}""", room["budget"].GetRawText());
        Assert.Equal("""{"minutes":5,"action":"alert","notice_seconds":60}""", room["session_budget"].GetRawText());
        (await tenant.Api.PostAsync("/v1/rooms", asked)).Expect(HttpStatusCode.OK);
        Assert.Equal(room.Body, (await tenant.Api.GetAsync("/v1/rooms")).Data.Single().GetRawText());
    }

    [Theory]
    [InlineData("""{"labels":{"Customer":"a"}}""", "/labels/Customer")]
    [InlineData("""{"labels":{"customer":""}}""", "/labels/customer")]
    [InlineData("""{"labels":{"customer":"a=b"}}""", "/labels/customer")]
    [InlineData("""{"labels":{"a":"1","b":"1","c":"1","d":"1","e":"1","f":"1","g":"1","h":"1","i":"1"}}""", "/labels")]
    [InlineData("""{"not_before":"2026-11-02T00:00:00Z","expires_at":"2026-11-01T00:00:00Z"}""", "/expires_at")]
    [InlineData("""{"expires_at":"tomorrow"}""", "/expires_at")]
    [InlineData("""{"max_session_seconds":59}""", "/max_session_seconds")]
    [InlineData("""{"solo_timeout_seconds":4}""", "/solo_timeout_seconds")]
    [InlineData("""{"budget":{}}""", "/budget/minutes")]
    [InlineData("""{"budget":{"minutes":0}}""", "/budget/minutes")]
    [InlineData("""{"budget":{"minutes":5,"action":"explode"}}""", "/budget/action")]
    [InlineData("""{"session_budget":{"minutes":5,"notice":1}}""", "/session_budget/notice")]
    public async Task A_rule_that_makes_no_sense_is_named(string fields, string place)
    {
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "there" })).Expect(HttpStatusCode.Created);

        (await tenant.Api.PostAsync("/v1/rooms", $$"""{"name":"lobby",{{fields[1..]}}""")).ExpectInvalid(place);
        (await tenant.Api.PatchAsync("/v1/rooms/there", fields)).ExpectInvalid(place);
    }

    [Fact]
    public async Task A_change_touches_only_what_it_names_and_null_resets()
    {
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "lobby", max_participants = 5, metadata = "m", solo_timeout_seconds = 60, max_session_seconds = 600 }))
            .Expect(HttpStatusCode.Created);

        var changed = (await tenant.Api.PatchAsync("/v1/rooms/lobby", """{"max_participants":null,"solo_timeout_seconds":30,"labels":{"a":"b"}}""")).Expect(HttpStatusCode.OK);

        Assert.Equal(JsonValueKind.Null, changed["max_participants"].ValueKind);
        Assert.Equal(("m", 30, 600), (changed.Text("metadata"), changed.Number("solo_timeout_seconds"), changed.Number("max_session_seconds")));
        Assert.Equal(changed.Body, (await tenant.Api.GetAsync("/v1/rooms/lobby")).Body);
        (await tenant.Api.PatchAsync("/v1/rooms/lobby", """{"name":"other"}""")).ExpectInvalid("/name");
        (await tenant.Api.PatchAsync("/v1/rooms/nowhere", "{}")).Expect(HttpStatusCode.NotFound, "room_not_found");
    }

    [Fact]
    public async Task Metadata_of_a_live_room_reach_those_who_are_in_it()
    {
        var room = await LiveRoomAsync(new { name = "stage" });
        await room.JoinAsync("ada");

        (await room.Tenant.Api.PatchAsync(room.Path, new { metadata = "news" })).Expect(HttpStatusCode.OK);

        var sent = await room.Simulator.PostAsync("/sim/webhooks/drain?timeout_seconds=5", new { });
        Assert.Equal(JsonValueKind.Object, sent.ValueKind);
    }

    [Fact]
    public async Task Outside_its_window_a_room_lets_nobody_in()
    {
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "later", not_before = "2099-01-01T00:00:00Z" })).Expect(HttpStatusCode.Created);
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "gone", expires_at = "2020-01-01T00:00:00Z" })).Expect(HttpStatusCode.Created);

        (await tenant.Api.PostAsync("/v1/rooms/later/tokens", new { identity = "ada" })).Expect(HttpStatusCode.Conflict, "room_not_open");
        (await tenant.Api.PostAsync("/v1/rooms/gone/tokens", new { identity = "ada" })).Expect(HttpStatusCode.Conflict, "room_expired");
    }

    [Fact]
    public async Task No_token_outlasts_its_room()
    {
        var tenant = await stack.CreateTenantAsync();
        var expiresAt = DateTimeOffset.UtcNow.AddMinutes(2);
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "short", expires_at = expiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") })).Expect(HttpStatusCode.Created);

        var minted = (await tenant.Api.PostAsync("/v1/rooms/short/tokens", new { identity = "ada" })).Expect(HttpStatusCode.Created);

        Assert.True(minted["expires_at"].GetDateTimeOffset() <= expiresAt);
    }

    [Fact]
    public async Task A_full_room_says_which_limit_decided_but_takes_back_who_is_in_it()
    {
        var room = await LiveRoomAsync(new { name = "small", max_participants = 2 });
        await room.JoinAsync("ada");
        await room.JoinAsync("bob");

        var refused = (await room.Tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "cy" })).Expect(HttpStatusCode.Conflict, "room_full");
        (await room.Tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "ada" })).Expect(HttpStatusCode.Created);

        Assert.Equal(
            """{"name":"participants_per_room","scope":"room","subject":"small","value":2,"used":2,"raised_by":"tenant"}""", refused["limit"].GetRawText());
    }

    [Fact]
    public async Task A_live_room_is_deleted_as_was_asked()
    {
        var room = await LiveRoomAsync(new { name = "stage", departure_timeout_seconds = 1 });
        var api = room.Tenant.Api;
        await room.JoinAsync("ada");

        (await api.DeleteAsync($"{room.Path}?when_live=fail")).Expect(HttpStatusCode.Conflict, "room_is_live");
        (await api.DeleteAsync($"{room.Path}?when_live=soon")).ExpectInvalid("?when_live");
        var closing = (await api.DeleteAsync($"{room.Path}?when_live=after")).Expect(HttpStatusCode.OK);
        Assert.True(closing["closing"].GetBoolean());
        Assert.Equal("live", closing.Text("status"));
        (await api.PostAsync($"{room.Path}/tokens", new { identity = "bob" })).Expect(HttpStatusCode.Conflict, "room_closing");

        await room.Simulator.LeaveAsync(closing.Text("livekit_name"), "ada");
        await Eventually.HoldsAsync(
            async () => (await api.GetAsync(room.Path)).Status == HttpStatusCode.NotFound, "the room is deleted when its session has ended", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Revoked_tokens_lead_nowhere()
    {
        var room = await LiveRoomAsync(new { name = "stage" });
        var old = await room.MintAsync("eve");
        await room.JoinAsync("ada");
        var before = await room.LiveKitNameAsync();

        var revoked = (await room.Tenant.Api.PostAsync($"{room.Path}/revoke-tokens", "")).Expect(HttpStatusCode.OK);

        var after = revoked.Text("livekit_name");
        Assert.NotEqual(before, after);
        await Eventually.HoldsAsync(async () => !await room.Simulator.IsThereAsync(before, "ada"), "the session that went on has ended");
        await room.Simulator.JoinAsync(old);
        await Eventually.HoldsAsync(async () => !await room.Simulator.IsThereAsync(before, "eve"), "who comes with an old token is removed");
        await room.Simulator.DrainAsync();
        await room.JoinAsync("ada");
        Assert.Equal(["ada"], await room.ConnectedAsync());
        Assert.DoesNotContain(await room.EventsAsync(), e => e.Data.Contains("\"eve\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rule_ends_a_session_and_says_so()
    {
        var room = await LiveRoomAsync(new { name = "stage", solo_timeout_seconds = 5 });
        await room.JoinAsync("ada");
        var before = await room.LiveKitNameAsync();

        await Eventually.HoldsAsync(async () => !await room.Simulator.IsThereAsync(before, "ada"), "who was alone for too long is let go");

        await room.Simulator.DrainAsync();
        var types = (await room.EventsAsync()).Select(e => e.Type).ToList();
        Assert.Equal(["room.started", "participant.joined", "room.ending", "participant.left", "room.finished"], types);
        Assert.NotEqual(before, await room.LiveKitNameAsync());
    }

    [Fact]
    public async Task Rooms_are_found_by_what_they_are()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        foreach (var (name, customer) in new[] { ("alpha-1", "acme"), ("alpha_2", "beta"), ("omega", "acme") })
        {
            (await tenant.Api.PostAsync("/v1/rooms", new { name, labels = new { customer } })).Expect(HttpStatusCode.Created);
        }

        await new SimulatedRoom(tenant, "omega").JoinAsync("ada");

        async Task<string[]> FindAsync(string query) =>
            [.. (await tenant.Api.GetAsync($"/v1/rooms?{query}")).Expect(HttpStatusCode.OK).Data.Select(room => room.GetProperty("name").GetString()!).Order()];
        Assert.Equal(["omega"], await FindAsync("status=live"));
        Assert.Equal(["alpha-1", "alpha_2"], await FindAsync("status=idle"));
        Assert.Equal(["alpha-1", "alpha_2"], await FindAsync("name_prefix=alpha"));
        Assert.Equal(["alpha_2"], await FindAsync("name_prefix=alpha_"));
        Assert.Equal(["alpha-1", "omega"], await FindAsync("label=customer%3Dacme"));
        foreach (var filter in new[] { "limit=1", "limit=1&name_prefix=alpha", "limit=1&label=customer%3Dacme", "limit=1&status=idle", "limit=1&status=live&name_prefix=o" })
        {
            Assert.Equal(
                await FindAsync(filter.Replace("limit=1", "limit=100", StringComparison.Ordinal)),
                (await tenant.Api.CollectAsync($"/v1/rooms?{filter}", static room => room.GetProperty("name").GetString()!)).Order());
        }

        Assert.Equal(
            ["alpha-1", "alpha_2"], await tenant.Api.CollectAsync("/v1/rooms?limit=1&name_prefix=a", static room => room.GetProperty("name").GetString()!));
        Assert.Equal(["omega"], await FindAsync("label=customer%3Dacme&status=live&name_prefix=o"));
        (await tenant.Api.GetAsync("/v1/rooms?status=closed&name_prefix=a%20b&label=acme")).ExpectInvalid("?status", "?name_prefix", "?label");
    }

    [Fact]
    public async Task A_dry_run_does_nothing_and_says_what_would_come_of_it()
    {
        var tenant = await stack.CreateTenantAsync();

        var fresh = (await tenant.Api.PostAsync("/v1/rooms?dry_run=true", new { name = "lobby", max_participants = 3 })).Expect(HttpStatusCode.OK);

        Assert.True(fresh["allowed"].GetBoolean());
        Assert.False(fresh["exists"].GetBoolean());
        Assert.Equal(3, fresh["effective"].GetProperty("max_participants").GetInt32());
        (await tenant.Api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound);
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "lobby" })).Expect(HttpStatusCode.Created);
        var other = (await tenant.Api.PostAsync("/v1/rooms?dry_run=true", new { name = "lobby", max_participants = 3 })).Expect(HttpStatusCode.OK);
        Assert.Equal("room_exists_with_other_settings", other.Text("code"));
        (await tenant.Api.PostAsync("/v1/rooms?dry_run=maybe", new { name = "lobby" })).ExpectInvalid("?dry_run");
    }

    private async Task<SimulatedRoom> LiveRoomAsync(object settings) => await SimulatedRoom.CreateAsync(await stack.CreateSimulatedTenantAsync(), settings);
}
