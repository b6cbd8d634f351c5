using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Rooms;

public sealed class RoomMoveTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_moved_room_has_another_sid_and_everybody_connects_anew()
    {
        var before = await _simulator.JoinAsync("r", "ada");
        var moved = await _simulator.DoAsync("node/move", """{"room":"r"}""");
        Assert.Equal("b", (string?)moved["node"]);
        Assert.NotEqual((string?)moved["old_room_sid"], (string?)moved["room_sid"]);
        var ada = Assert.Single((await _simulator.CallAsync("ListParticipants", """{"room":"r"}"""))["participants"]!.AsArray())!;
        Assert.NotEqual((string?)before["participant_sid"], (string?)ada["sid"]);
        var room = Assert.Single((await _simulator.CallAsync("ListRooms", "{}"))["rooms"]!.AsArray())!;
        Assert.Equal((string?)moved["room_sid"], (string?)room["sid"]);
        Assert.Equal(["a", "b"], (await RoomsAsync()).Select(told => (string?)told["node"]));
    }

    [Fact]
    public async Task Events_of_the_old_sid_may_come_after_the_new_rooms_start()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DeliveriesAsync();
        await _simulator.DoAsync("webhooks/hold", """{"room":"r","node":"a"}""");
        await _simulator.DoAsync("node/move", """{"room":"r"}""");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await _simulator.Receiver.NextAsync();
        }

        await _simulator.DoAsync("webhooks/release", """{"room":"r","node":"a"}""");
        var late = await _simulator.DeliveriesAsync();
        Assert.Equal(["participant_left ada SIGNAL_CLOSE", "room_finished"], late.Select(delivery => delivery.Story));
        var sids = (await RoomsAsync()).Select(room => (string?)room["sid"]).ToList();
        Assert.All(late, delivery => Assert.Equal(sids[0], (string?)delivery.Json["room"]!["sid"]));
    }

    [Fact]
    public async Task An_old_room_may_be_closed_later_by_its_own_node()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("node/move", """{"room":"r","late_ms":3000,"rejoin":false}""");
        Assert.Equal(["room_started", "participant_joined ada", "room_started"], await _simulator.StoryAsync());
        _simulator.Time.Pass(2);
        Assert.Empty(await _simulator.StoryAsync());
        _simulator.Time.Pass(1);
        Assert.Equal(["participant_left ada SIGNAL_CLOSE", "room_finished"], await _simulator.StoryAsync());
        Assert.Single((await _simulator.CallAsync("ListRooms", "{}"))["rooms"]!.AsArray());
    }

    [Fact]
    public async Task An_old_room_may_vanish_with_what_its_node_still_had_to_tell()
    {
        await _simulator.DoAsync("webhooks/hold", """{"room":"r","node":"a"}""");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("node/move", """{"room":"r","old":"vanishes"}""");
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
        Assert.Equal(2, (int)(await _simulator.SeeAsync("webhooks"))["lost"]!);
        Assert.Equal([true, false], (await RoomsAsync()).Select(room => (bool)room["lost"]!));
    }

    [Fact]
    public async Task A_node_that_crashes_takes_only_its_own_rooms_along()
    {
        await _simulator.JoinAsync("here", "ada");
        await _simulator.JoinAsync("there", "bob");
        await _simulator.DoAsync("node/move", """{"room":"there"}""");
        await _simulator.DoAsync("crash", """{"node":"a"}""");
        var left = Assert.Single((await _simulator.CallAsync("ListRooms", "{}"))["rooms"]!.AsArray())!;
        Assert.Equal("there", (string?)left["name"]);
    }

    [Theory]
    [InlineData("""{"room":"none"}""", 404, "requested room does not exist")]
    [InlineData("""{"room":"r","node":"a"}""", 409, "node: the room is on a already; name the other one")]
    [InlineData("""{"room":"r","node":"c"}""", 400, "node: 'c' is none; it has to be a or b")]
    [InlineData("""{"room":"r","old":"stays"}""", 400, "old: has to be closes or vanishes")]
    [InlineData("""{"room":"r","late_ms":-1}""", 400, "late_ms: has to be a whole number from 0 to 600000")]
    [InlineData("""{"room":"r","rejoin":1}""", 400, "rejoin: has to be true or false")]
    [InlineData("""{"room":"r","to":"b"}""", 400, "to: is unknown; there are room, node, old, late_ms, rejoin")]
    [InlineData("{}", 400, "room: is required and has to be text")]
    public async Task What_is_wrong_with_a_move_is_said(string body, int status, string detail)
    {
        await _simulator.JoinAsync("r", "ada");
        var (answered, problem) = await _simulator.ControlAsync("node/move", body);
        Assert.Equal((status, detail), (answered, (string?)problem["detail"]));
    }

    private async Task<IEnumerable<JsonNode>> RoomsAsync() => (await _simulator.SeeAsync("truth?room=r"))["rooms"]!.AsArray().Select(room => room!);
}
