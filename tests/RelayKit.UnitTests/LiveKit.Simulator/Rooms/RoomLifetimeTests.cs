namespace RelayKit.UnitTests.LiveKit.Simulator.Rooms;

public sealed class RoomLifetimeTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("", 300)]
    [InlineData(""","empty_timeout":60""", 60)]
    public async Task A_room_nobody_joins_closes_after_its_empty_timeout(string setting, int seconds)
    {
        await _simulator.CallAsync("CreateRoom", $$"""{"name":"r"{{setting}}}""");
        _simulator.Time.Pass(seconds - 1);
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
        _simulator.Time.Pass(1);
        Assert.Equal(["room_finished"], await _simulator.StoryAsync());
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData(""","departure_timeout":5""", 5)]
    public async Task A_room_everybody_left_closes_after_its_departure_timeout(string setting, int seconds)
    {
        await _simulator.CallAsync("CreateRoom", $$"""{"name":"r"{{setting}}}""");
        await _simulator.JoinAsync("r", "ada");
        _simulator.Time.Pass(400);
        await _simulator.LeaveAsync("r", "ada");
        _simulator.Time.Pass(seconds - 1);
        Assert.Equal("participant_left ada CLIENT_INITIATED", (await _simulator.StoryAsync()).Last());
        _simulator.Time.Pass(1);
        Assert.Equal(["room_finished"], await _simulator.StoryAsync());
    }

    [Theory]
    [InlineData(""","kind":"agent" """, "")]
    [InlineData(""","kind":"egress" """, "")]
    [InlineData("", ""","recorder":true""")]
    [InlineData("", ""","agent":true""")]
    public async Task Dependents_do_not_keep_a_room_open(string claims, string grants)
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.JoinAsync("r", "helper", claims, grants);
        await _simulator.LeaveAsync("r", "ada");
        await _simulator.DeliveriesAsync();
        _simulator.Time.Pass(20);
        Assert.Equal(["participant_left helper ROOM_CLOSED", "room_finished"], await _simulator.StoryAsync());
    }

    [Theory]
    [InlineData("ingress")]
    [InlineData("sip")]
    public async Task Ingress_and_SIP_keep_a_room_open(string kind)
    {
        await _simulator.JoinAsync("r", "ada", $$""","kind":"{{kind}}" """);
        _simulator.Time.Pass(400);
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task A_room_that_only_an_agent_joined_still_waits_its_empty_timeout()
    {
        await _simulator.JoinAsync("r", "helper", ""","kind":"agent" """);
        await _simulator.LeaveAsync("r", "helper");
        _simulator.Time.Pass(299);
        Assert.DoesNotContain("room_finished", await _simulator.StoryAsync());
        _simulator.Time.Pass(1);
        Assert.Equal(["room_finished"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task A_token_that_opens_a_room_configures_it()
    {
        await _simulator.JoinAsync(
            "r", "ada", ""","roomConfig":{"emptyTimeout":60,"departureTimeout":3,"maxParticipants":1,"metadata":"m","unknown":1}""");
        var room = (await _simulator.CallAsync("ListRooms", "{}"))["rooms"]![0]!;
        Assert.Equal(
            (60, 3, 1, "m"),
            ((int)room["empty_timeout"]!, (int)room["departure_timeout"]!, (int)room["max_participants"]!, (string?)room["metadata"]));
    }

    [Fact]
    public async Task A_token_that_finds_a_room_leaves_it_as_it_is()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"r","metadata":"old"}""");
        await _simulator.JoinAsync("r", "ada", ""","roomConfig":{"maxParticipants":1,"metadata":"new"}""");
        var room = (await _simulator.CallAsync("ListRooms", "{}"))["rooms"]![0]!;
        Assert.Equal((0, "old"), ((int)room["max_participants"]!, (string?)room["metadata"]));
    }

    [Fact]
    public async Task A_deleted_room_tells_of_tracks_then_of_participants_then_of_itself()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.JoinAsync("r", "bob");
        await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"camera"}""");
        await _simulator.DeliveriesAsync();
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        Assert.Equal(
            ["track_unpublished ada", "participant_left ada ROOM_DELETED", "participant_left bob ROOM_DELETED", "room_finished"],
            await _simulator.StoryAsync());
    }

    [Fact]
    public async Task A_stopped_server_sends_everybody_away_and_drains_its_queues()
    {
        await _simulator.DoAsync("webhooks/hold", """{"room":"r"}""");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.StopAsync();
        Assert.Equal(
            ["room_started", "participant_joined ada", "participant_left ada SERVER_SHUTDOWN", "room_finished"],
            _simulator.Receiver.TakeAll().Select(delivery => delivery.Story));
    }
}
