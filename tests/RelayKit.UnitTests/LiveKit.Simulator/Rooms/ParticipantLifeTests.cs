namespace RelayKit.UnitTests.LiveKit.Simulator.Rooms;

public sealed class ParticipantLifeTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_whole_life_is_told_in_order()
    {
        await _simulator.JoinAsync("r", "ada");
        var track = await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"screen_share_audio"}""");
        await _simulator.DoAsync("unpublish", $$"""{"room":"r","identity":"ada","track_sid":"{{track["track_sid"]}}"}""");
        await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"camera"}""");
        await _simulator.DoAsync("resume", """{"room":"r","identity":"ada"}""");
        await _simulator.DoAsync("leave", """{"room":"r","identity":"ada","reason":"CONNECTION_TIMEOUT"}""");
        Assert.Equal(
            [
                "room_started", "participant_joined ada", "track_published ada", "track_unpublished ada", "track_published ada",
                "track_unpublished ada", "participant_left ada CONNECTION_TIMEOUT",
            ],
            await _simulator.StoryAsync());
    }

    [Theory]
    [InlineData("camera", "TR_VC")]
    [InlineData("microphone", "TR_AM")]
    [InlineData("screen_share", "TR_VS")]
    [InlineData("screen_share_audio", "TR_As")]
    public async Task A_tracks_sid_tells_its_type_and_source(string source, string prefix)
    {
        await _simulator.JoinAsync("r", "ada");
        var track = await _simulator.DoAsync("publish", $$"""{"room":"r","identity":"ada","source":"{{source}}"}""");
        Assert.Matches($"^{prefix}[0-9A-Za-z]{{12}}$", (string?)track["track_sid"]);
    }

    [Fact]
    public async Task The_same_identity_again_ends_the_older_connection_before_the_newer_is_told()
    {
        var older = await _simulator.JoinAsync("r", "ada");
        var newer = await _simulator.JoinAsync("r", "ada");
        var told = await _simulator.DeliveriesAsync();
        Assert.Equal(
            ["room_started", "participant_joined ada", "participant_left ada DUPLICATE_IDENTITY", "participant_joined ada"],
            told.Select(delivery => delivery.Story));
        Assert.Equal((string?)older["participant_sid"], (string?)told[2].Json["participant"]!["sid"]);
        Assert.Equal((string?)newer["participant_sid"], (string?)told[3].Json["participant"]!["sid"]);
        Assert.NotEqual((string?)older["participant_sid"], (string?)newer["participant_sid"]);
    }

    [Fact]
    public async Task Webhooks_are_queued_in_the_order_in_which_things_happened_however_many_join_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => _simulator.JoinAsync("r", "ada"))));
        var told = (await _simulator.DeliveriesAsync()).Skip(1).ToList();
        Assert.Equal(99, told.Count);
        string? present = null;
        foreach (var delivery in told)
        {
            var sid = (string?)delivery.Json["participant"]!["sid"];
            Assert.Equal(present is null ? "participant_joined" : "participant_left", delivery.Event);
            Assert.True(present is null || present == sid);
            present = present is null ? sid : null;
        }
    }

    [Fact]
    public async Task A_full_room_refuses_without_a_webhook_and_lets_agents_and_returners_in()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"r","max_participants":1}""");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DeliveriesAsync();
        var token = _simulator.Token("""{"sub":"bob","video":{"roomJoin":true,"room":"r"} }""");
        var (status, problem) = await _simulator.ControlAsync("join", $$"""{"token":"{{token}}"}""");
        Assert.Equal((409, "room has exceeded its max participants"), (status, (string?)problem["detail"]));
        Assert.Empty(await _simulator.DeliveriesAsync());

        await _simulator.JoinAsync("r", "helper", ""","kind":"agent" """);
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(
            ["participant_joined helper", "participant_left ada DUPLICATE_IDENTITY", "participant_joined ada"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task A_connection_that_never_comes_up_is_given_up_after_a_minute()
    {
        await _simulator.JoinAsync("r", "ada", abort: true);
        _simulator.Time.Pass(59);
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
        _simulator.Time.Pass(1);
        Assert.Equal(["participant_connection_aborted ada JOIN_FAILURE"], await _simulator.StoryAsync());
        _simulator.Time.Pass(20);
        Assert.Equal(["room_finished"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task Who_leaves_before_being_active_was_aborted_and_may_not_publish()
    {
        await _simulator.JoinAsync("r", "ada", abort: true);
        var (status, _) = await _simulator.ControlAsync("publish", """{"room":"r","identity":"ada","source":"camera"}""");
        Assert.Equal(409, status);
        await _simulator.LeaveAsync("r", "ada");
        Assert.Equal(["room_started", "participant_connection_aborted ada CLIENT_INITIATED"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task Who_may_publish_one_source_only_is_refused_another()
    {
        await _simulator.JoinAsync("r", "ada", "", ""","canPublishSources":["Microphone"]""");
        var (camera, _) = await _simulator.ControlAsync("publish", """{"room":"r","identity":"ada","source":"camera"}""");
        var (microphone, _) = await _simulator.ControlAsync("publish", """{"room":"r","identity":"ada","source":"microphone"}""");
        Assert.Equal((409, 200), (camera, microphone));
    }
}
