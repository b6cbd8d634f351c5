using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Twirp;

public sealed class RoomServiceTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task To_create_a_room_that_lives_gives_it_back_unchanged()
    {
        var first = await _simulator.CallAsync("CreateRoom", """{"name":"r","empty_timeout":60}""");
        var second = await _simulator.CallAsync("CreateRoom", """{"name":"r","empty_timeout":90,"metadata":"m"}""");
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task Rooms_are_listed_by_exact_name_and_unknown_names_are_left_out()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"Room"}""");
        await _simulator.CallAsync("CreateRoom", """{"name":"room"}""");
        Assert.Equal(["room"], await ListAsync("""{"names":["room","roo","none"]}"""));
        Assert.Equal(["Room", "room"], (await ListAsync("{}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_room_made_again_has_another_sid()
    {
        var first = await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        var second = await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Matches("^RM_[0-9A-Za-z]{12}$", (string?)first["sid"]);
        Assert.NotEqual((string?)first["sid"], (string?)second["sid"]);
    }

    [Fact]
    public async Task Participants_of_an_unknown_room_are_an_empty_list() =>
        Assert.Empty((await _simulator.CallAsync("ListParticipants", """{"room":"none"}"""))["participants"]!.AsArray());

    [Fact]
    public async Task A_participant_is_what_its_token_says()
    {
        var joined = await _simulator.JoinAsync(
            "r", "ada", ""","name":"Ada","kind":"sip","metadata":"m","attributes":{"a":"1"}""", ""","canPublish":false,"hidden":true""");
        var info = await GetAsync("ada");
        Assert.Equal((string?)joined["participant_sid"], (string?)info["sid"]);
        Assert.Matches("^PA_[0-9A-Za-z]{12}$", (string?)info["sid"]);
        Assert.Equal(("Ada", "SIP", "ACTIVE", "m"), ((string?)info["name"], (string?)info["kind"], (string?)info["state"], (string?)info["metadata"]));
        Assert.Equal("1", (string?)info["attributes"]!["a"]);
        var permission = info["permission"]!;
        Assert.False((bool)permission["can_publish"]!);
        Assert.False((bool)permission["can_publish_data"]!);
        Assert.True((bool)permission["can_subscribe"]!);
        Assert.True((bool)permission["hidden"]!);
    }

    [Fact]
    public async Task An_update_leaves_what_is_empty_and_merges_attributes()
    {
        await _simulator.JoinAsync("r", "ada", ""","name":"Ada","metadata":"m","attributes":{"a":"1","b":"2"}""");
        var before = await GetAsync("ada");
        var info = await _simulator.CallAsync(
            "UpdateParticipant", """{"room":"r","identity":"ada","attributes":{"a":"","c":"3"},"metadata":"n"}""");
        Assert.Equal(("Ada", "n"), ((string?)info["name"], (string?)info["metadata"]));
        Assert.Equal("""{"b":"2","c":"3"}""", info["attributes"]!.ToJsonString());
        Assert.True((int)info["version"]! > (int)before["version"]!);
    }

    [Fact]
    public async Task New_permissions_replace_all_and_take_tracks_away_that_they_forbid()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"camera"}""");
        await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"microphone"}""");
        await _simulator.DeliveriesAsync();
        var info = await _simulator.CallAsync(
            "UpdateParticipant", """{"room":"r","identity":"ada","permission":{"canPublish":true,"canPublishSources":["MICROPHONE"]}}""");
        Assert.False((bool)info["permission"]!["can_subscribe"]!);
        Assert.Equal(["MICROPHONE"], info["tracks"]!.AsArray().Select(track => (string?)track!["source"]));
        var unpublished = Assert.Single(await _simulator.DeliveriesAsync());
        Assert.Equal(("track_unpublished", "CAMERA"), (unpublished.Event, (string?)unpublished.Json["track"]!["source"]));
    }

    [Fact]
    public async Task To_mute_answers_the_track_and_tells_nobody()
    {
        await _simulator.JoinAsync("r", "ada");
        var sid = (string?)(await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"microphone"}"""))["track_sid"];
        await _simulator.DeliveriesAsync();
        var muted = await _simulator.CallAsync("MutePublishedTrack", $$"""{"room":"r","identity":"ada","trackSid":"{{sid}}","muted":true}""");
        var unknown = await _simulator.CallAsync("MutePublishedTrack", """{"room":"r","identity":"ada","trackSid":"TR_none","muted":true}""");
        Assert.True((bool)muted["track"]!["muted"]!);
        Assert.Null(unknown["track"]);
        Assert.Empty(await _simulator.DeliveriesAsync());
    }

    [Fact]
    public async Task Data_metadata_subscriptions_and_calls_reach_who_is_there_without_any_webhook()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DeliveriesAsync();
        await _simulator.CallAsync("SendData", """{"room":"r","data":"AA==","nonce":"AAAAAAAAAAAAAAAAAAAAAA=="}""");
        await _simulator.CallAsync("UpdateSubscriptions", """{"room":"r","identity":"ada"}""");
        await _simulator.CallAsync("PerformRpc", """{"room":"r","destinationIdentity":"ada","method":"m"}""");
        var room = await _simulator.CallAsync("UpdateRoomMetadata", """{"room":"r","metadata":"new"}""");
        Assert.Equal("new", (string?)room["metadata"]);
        Assert.Empty(await _simulator.DeliveriesAsync());
    }

    [Fact]
    public async Task To_remove_a_participant_ends_its_connection()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.CallAsync("RemoveParticipant", """{"room":"r","identity":"ada"}""");
        Assert.Equal(["room_started", "participant_joined ada", "participant_left ada PARTICIPANT_REMOVED"], await _simulator.StoryAsync());
        Assert.Empty((await _simulator.CallAsync("ListParticipants", """{"room":"r"}"""))["participants"]!.AsArray());
    }

    [Fact]
    public async Task Agents_and_recorders_are_listed_but_not_counted_and_the_count_lags_by_five_seconds()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.JoinAsync("r", "helper", ""","kind":"agent" """);
        await _simulator.JoinAsync("r", "EG_1", "", ""","recorder":true,"hidden":true""");
        Assert.Equal(0, await CountAsync());
        _simulator.Time.Pass(4);
        Assert.Equal(0, await CountAsync());
        _simulator.Time.Pass(1);
        Assert.Equal(1, await CountAsync());
        Assert.Equal(3, (await _simulator.CallAsync("ListParticipants", """{"room":"r"}"""))["participants"]!.AsArray().Count);
        Assert.True((bool)(await RoomAsync())["active_recording"]!);
    }

    [Fact]
    public async Task The_count_is_as_old_however_rarely_one_asks()
    {
        await _simulator.JoinAsync("r", "ada");
        _simulator.Time.Pass(62);
        await _simulator.JoinAsync("r", "bob");
        _simulator.Time.Pass(2);
        Assert.Equal(1, await CountAsync());
        _simulator.Time.Pass(1);
        Assert.Equal(2, await CountAsync());
    }

    private async Task<int> CountAsync() => (int)(await RoomAsync())["num_participants"]!;

    private async Task<JsonNode> RoomAsync() => (await _simulator.CallAsync("ListRooms", """{"names":["r"]}"""))["rooms"]![0]!;

    private Task<JsonObject> GetAsync(string identity) =>
        _simulator.CallAsync("GetParticipant", $$"""{"room":"r","identity":"{{identity}}"}""");

    private async Task<IEnumerable<string?>> ListAsync(string request) =>
        (await _simulator.CallAsync("ListRooms", request))["rooms"]!.AsArray().Select(room => (string?)room!["name"]);
}
