using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Participants;

/// <summary>What a tenant's backend does to those who are in a room, against a LiveKit that keeps state.</summary>
[Collection(SharedStackTests.Name)]
public sealed class ModerationTests(StackFixture stack)
{
    [Fact]
    public async Task A_participant_is_read_with_what_only_LiveKit_knows()
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("ada", new { identity = "ada", name = "Ada", metadata = "m", attributes = new { team = "blue" }, role = "host" });
        var track = await room.PublishAsync("ada", "microphone");

        var ada = (await room.Tenant.Api.GetAsync($"{room.Path}/participants/ada")).Expect(HttpStatusCode.OK);

        var listed = (await room.Tenant.Api.GetAsync($"{room.Path}/participants")).Data.Single();
        Assert.Equal(listed.GetProperty("id").GetString(), ada.Text("id"));
        Assert.Equal(("ada", "Ada", "m", "standard"), (ada.Text("identity"), ada.Text("name"), ada.Text("metadata"), ada.Text("kind")));
        Assert.Equal("""{"team":"blue"}""", ada["attributes"].GetRawText());
        Assert.True(ada["permissions"].GetProperty("can_publish").GetBoolean());
        var published = ada["tracks"].EnumerateArray().Single();
        Assert.Equal((track, "audio", "microphone", false), (
            published.GetProperty("sid").GetString(), published.GetProperty("type").GetString(),
            published.GetProperty("source").GetString(), published.GetProperty("muted").GetBoolean()));
    }

    [Fact]
    public async Task A_participant_is_changed_by_what_is_named_and_by_nothing_else()
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("ada", new { identity = "ada", name = "Ada", metadata = "m", attributes = new { team = "blue", seat = "1" } });

        var changed = (await room.Tenant.Api.PatchAsync($"{room.Path}/participants/ada", new { name = "Ada L.", attributes = new { seat = "" }, role = "viewer" }))
            .Expect(HttpStatusCode.OK);

        Assert.Equal(("Ada L.", "m"), (changed.Text("name"), changed.Text("metadata")));
        Assert.Equal("""{"team":"blue"}""", changed["attributes"].GetRawText());
        Assert.False(changed["permissions"].GetProperty("can_publish").GetBoolean());
        Assert.True(changed["permissions"].GetProperty("can_subscribe").GetBoolean());
    }

    [Fact]
    public async Task Somebody_who_is_removed_is_gone_and_the_log_says_why()
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("ada");
        await room.JoinAsync("bob");

        var removed = (await room.Tenant.Api.PostAsync($"{room.Path}/participants/bob/remove", new { reason = "spam", message = "No advertising." }))
            .Expect(HttpStatusCode.OK);
        await room.Simulator.DrainAsync();

        Assert.True(removed["was_connected"].GetBoolean());
        Assert.Equal(JsonValueKind.Null, removed["banned_until"].ValueKind);
        Assert.Equal(["ada"], await room.ConnectedAsync());
        var told = (await room.EventsAsync()).Single(e => e.Type == "participant.removed").Data;
        using var data = JsonDocument.Parse(told);
        Assert.Equal(("spam", "No advertising.", "tenant"), (
            data.RootElement.GetProperty("reason").GetString(), data.RootElement.GetProperty("message").GetString(), data.RootElement.GetProperty("by").GetString()));
        var past = (await room.Tenant.Api.GetAsync($"{room.Path}/participants?status=disconnected")).Expect(HttpStatusCode.OK).Data.Single();
        Assert.Equal(("bob", "participant_removed"), (past.GetProperty("identity").GetString(), past.GetProperty("disconnect_reason").GetString()));
    }

    [Fact]
    public async Task Who_is_banned_gets_no_token_and_is_removed_again_when_it_comes_with_an_old_one()
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("ada");
        var old = await room.MintAsync("bob");
        await room.JoinAsync("bob");

        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/bob/remove", new { ban_seconds = 3600 })).Expect(HttpStatusCode.OK);
        (await room.Tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob" })).Expect(HttpStatusCode.Forbidden, "identity_banned");
        await room.Simulator.JoinAsync(old);

        var name = await room.LiveKitNameAsync();
        await Eventually.HoldsAsync(async () => !await room.Simulator.IsThereAsync(name, "bob"), "who is banned is removed again");
        await room.Simulator.DrainAsync();
        Assert.Equal(["ada"], await room.ConnectedAsync());
        Assert.Equal("bob", (await room.Tenant.Api.GetAsync($"{room.Path}/bans")).Data.Single().GetProperty("identity").GetString());

        (await room.Tenant.Api.DeleteAsync($"{room.Path}/bans/bob")).Expect(HttpStatusCode.NoContent);
        (await room.Tenant.Api.DeleteAsync($"{room.Path}/bans/bob")).Expect(HttpStatusCode.NotFound, "ban_not_found");
        await room.JoinAsync("bob");
        Assert.Equal(["ada", "bob"], await room.ConnectedAsync());
    }

    [Fact]
    public async Task Somebody_who_is_not_there_can_be_banned_beforehand()
    {
        var room = await LiveRoomAsync();

        var removed = (await room.Tenant.Api.PostAsync($"{room.Path}/participants/eve/remove", new { ban_seconds = 60 })).Expect(HttpStatusCode.OK);

        Assert.False(removed["was_connected"].GetBoolean());
        (await room.Tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "eve" })).Expect(HttpStatusCode.Forbidden, "identity_banned");
    }

    [Fact]
    public async Task One_is_muted_by_source_or_by_track()
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("ada");
        var microphone = await room.PublishAsync("ada", "microphone");
        var camera = await room.PublishAsync("ada", "camera");

        var first = (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/mute", """{"sources":["microphone"]}""")).Expect(HttpStatusCode.OK);
        var second = (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/mute", new { track_sid = camera })).Expect(HttpStatusCode.OK);

        Assert.Equal([microphone], SidsOf(first));
        Assert.Equal([camera], SidsOf(second));
        Assert.Empty(SidsOf(await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/mute", new { })));
        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/mute", new { muted = false })).Expect(HttpStatusCode.Conflict, "remote_unmute_disabled");
        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/mute", new { track_sid = "TR_none" })).Expect(HttpStatusCode.NotFound, "track_not_found");
    }

    [Fact]
    public async Task All_but_some_are_muted()
    {
        var room = await LiveRoomAsync();
        foreach (var identity in new[] { "ada", "bob", "cy" })
        {
            await room.JoinAsync(identity);
            await room.PublishAsync(identity, "microphone");
        }

        var muted = (await room.Tenant.Api.PostAsync($"{room.Path}/mute", """{"except":["ada"]}""")).Expect(HttpStatusCode.OK);

        Assert.Equal(["bob", "cy"], muted["tracks"].EnumerateArray().Select(track => track.GetProperty("identity").GetString()).Order());
    }

    [Fact]
    public async Task Data_passes_through_and_is_nowhere_afterwards()
    {
        const string canary = "canary-of-the-data-channel-8c1f";
        var room = await LiveRoomAsync();
        (await room.Tenant.Api.PostAsync($"{room.Path}/data", new { text = canary })).Expect(HttpStatusCode.Conflict, "room_not_live");
        await room.JoinAsync("ada");

        (await room.Tenant.Api.PostAsync($"{room.Path}/data", $$"""{"text":"{{canary}}","topic":"t","identities":["ada"]}""")).Expect(HttpStatusCode.NoContent);
        (await room.Tenant.Api.PostAsync($"{room.Path}/data", new { base64 = Convert.ToBase64String([1, 2, 3]), reliable = false })).Expect(HttpStatusCode.NoContent);

        Assert.DoesNotContain(await room.EventsAsync(), e => e.Data.Contains(canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_LiveKit_Cloud_can_do_is_said_to_be_so()
    {
        var room = await LiveRoomAsync();
        await SimulatedRoom.CreateAsync(room.Tenant, new { name = "other" });
        await room.JoinAsync("ada");

        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/move", new { destination_room = "other" }))
            .Expect(HttpStatusCode.NotImplemented, "not_supported_by_livekit");
        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/forward", new { destination_room = "other" }))
            .Expect(HttpStatusCode.NotImplemented, "not_supported_by_livekit");
        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/move", new { destination_room = "nowhere" }))
            .Expect(HttpStatusCode.NotFound, "room_not_found");
        (await room.Tenant.Api.PostAsync($"{room.Path}/participants/ada/move", new { destination_room = room.Name })).ExpectInvalid("/destination_room");
    }

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("PATCH", "", "{}")]
    [InlineData("POST", "/remove", "{}")]
    [InlineData("POST", "/mute", "{}")]
    public async Task Nobody_of_that_identity_is_not_found(string method, string path, string? body)
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("ada");
        foreach (var identity in new[] { "bob", "a%20b", "%ED%A0%80", new string('a', 200) })
        {
            var request = new HttpRequestMessage(new HttpMethod(method), $"{room.Path}/participants/{identity}{path}")
            {
                Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            };

            (await room.Tenant.Api.SendAsync(request)).Expect(HttpStatusCode.NotFound, "participant_not_found");
        }
    }

    [Theory]
    [InlineData("/participants/ada/remove", """{"ban_seconds":0}""", "/ban_seconds")]
    [InlineData("/participants/ada/remove", """{"reason":"No Code"}""", "/reason")]
    [InlineData("/participants/ada/mute", """{"sources":["loud"]}""", "/sources/0")]
    [InlineData("/participants/ada/mute", """{"sources":[]}""", "/sources")]
    [InlineData("/participants/ada/move", """{}""", "/destination_room")]
    [InlineData("/mute", """{"except":"ada"}""", "/except")]
    [InlineData("/data", """{}""", "/text")]
    [InlineData("/data", """{"text":"a","base64":"YQ=="}""", "/text")]
    [InlineData("/data", """{"base64":"%%%"}""", "/base64")]
    public async Task A_field_that_is_wrong_is_named(string path, string body, string place)
    {
        var room = await LiveRoomAsync();

        (await room.Tenant.Api.PostAsync($"{room.Path}{path}", body)).ExpectInvalid(place);
    }

    [Fact]
    public async Task Data_that_does_not_fit_is_refused()
    {
        var room = await LiveRoomAsync();

        (await room.Tenant.Api.PostAsync($"{room.Path}/data", new { text = new string('x', (15 * 1024) + 1) })).ExpectInvalid("/text");
        (await room.Tenant.Api.PostAsync($"{room.Path}/data", new { text = new string('x', 1301), reliable = false })).ExpectInvalid("/text");
    }

    [Fact]
    public async Task Paging_through_who_has_left_meets_each_of_them_once()
    {
        var room = await LiveRoomAsync();
        await room.JoinAsync("host");
        for (var i = 0; i < 7; i++)
        {
            await room.JoinAsync($"guest-{i}");
            await room.LeaveAsync($"guest-{i}");
        }

        var met = await room.Tenant.Api.CollectAsync($"{room.Path}/participants?status=disconnected&limit=3", who => who.GetProperty("identity").GetString()!);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"guest-{i}"), met.Order());
        (await room.Tenant.Api.GetAsync($"{room.Path}/participants?cursor=x")).ExpectInvalid("?cursor");
        (await room.Tenant.Api.GetAsync($"{room.Path}/participants?status=gone&limit=0&page=1")).ExpectInvalid("?status", "?limit", "?page");
    }

    private async Task<SimulatedRoom> LiveRoomAsync() =>
        await SimulatedRoom.CreateAsync(await stack.CreateSimulatedTenantAsync(), new { name = "stage" });

    private static string[] SidsOf(ApiAnswer muted) =>
        [.. muted.Expect(HttpStatusCode.OK)["tracks"].EnumerateArray().Select(track => track.GetProperty("track").GetProperty("sid").GetString()!)];
}
