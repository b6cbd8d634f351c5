using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Driving;

public sealed class RoomDriverTests : IAsyncLifetime
{
    private const string Wild =
        """
        "rooms":["r","s","t"],"participants_per_room":4,"events_per_second":10,"crashes_per_minute":2,"moves_per_minute":6,
        "departure_timeout_seconds":3,"kinds":{"standard":5,"sip":1,"ingress":1,"egress":1,"agent":1}
        """;

    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task The_same_seed_plays_the_same_and_another_seed_something_else()
    {
        var first = await PlayAsync(7, 120);
        await using (var other = await SimulatorHost.StartAsync())
        {
            Assert.Equal(first, await PlayAsync(7, 120, other));
        }

        await _simulator.DoAsync("reset");
        Assert.NotEqual(first.Digest, (await PlayAsync(8, 120)).Digest);
    }

    [Fact]
    public async Task In_time_everything_happens()
    {
        await PlayAsync(3, 300);
        var driver = await _simulator.SeeAsync("driver");
        Assert.Equal(
            [
                "abort", "crash", "delete", "empty", "evict", "give_up", "hop", "join", "leave", "move", "pause", "publish", "return", "unpublish",
            ],
            driver["acts"]!.AsObject().Select(act => act.Key).Order(StringComparer.Ordinal));
        Assert.Equal(3000, (int)driver["decisions"]!);
        Assert.Equal(200, driver["last"]!.AsArray().Count);
        var rooms = (await _simulator.SeeAsync("truth"))["rooms"]!.AsArray();
        var everybody = rooms.SelectMany(room => room!["participants"]!.AsArray()).ToList();
        Assert.Equal(
            ["agent", "egress", "ingress", "sip", "standard"], everybody.Select(participant => (string?)participant!["kind"]).Distinct().Order());
        var reasons = everybody.Select(participant => (string?)participant!["disconnect_reason"]).ToHashSet();
        Assert.All(
            [null, "CLIENT_INITIATED", "CONNECTION_TIMEOUT", "DUPLICATE_IDENTITY", "ROOM_DELETED", "ROOM_CLOSED", "SIGNAL_CLOSE"],
            reason => Assert.Contains(reason, reasons));
        Assert.Contains(rooms, room => (bool)room!["lost"]!);
        Assert.Contains(rooms, room => (string?)room!["node"] == "b");

        // Back within a second under another sid, and evicted.
        Assert.Contains(Pairs(everybody), pair => (string?)pair.Sooner["disconnect_reason"] == "CLIENT_INITIATED"
            && (long)pair.Later["joined_at_ms"]! - (long)pair.Sooner["left_at_ms"]! is >= 0 and <= 1000);
        Assert.Contains(Pairs(everybody), pair => (string?)pair.Sooner["disconnect_reason"] == "DUPLICATE_IDENTITY");
    }

    [Fact]
    public async Task The_truth_of_what_was_played_agrees_with_its_webhooks()
    {
        await PlayAsync(5, 100);
        await _simulator.Http.DeleteAsync("/sim/driver?leave=true");
        _simulator.Time.Pass(400);
        var told = (await _simulator.DeliveriesAsync()).Select(delivery => delivery.Json).ToLookup(body => (string?)body["event"]);
        var rooms = (await _simulator.SeeAsync("truth"))["rooms"]!.AsArray();
        Assert.All(rooms, room => Assert.NotNull(room!["ended_at_ms"]));
        var everybody = rooms.SelectMany(room => room!["participants"]!.AsArray()).ToList();
        Assert.Equal(Sids(everybody.Where(Acknowledged("joined"))), told["participant_joined"].Select(Sid).Order());
        Assert.Equal(Sids(everybody.Where(Acknowledged("left"))), told["participant_left"].Select(Sid).Order());
        Assert.Equal(
            rooms.Where(room => (string?)room!["finished"]?["state"] == "acknowledged").Select(room => (string?)room!["sid"]).Order(),
            told["room_finished"].Select(body => (string?)body["room"]!["sid"]).Order());
    }

    [Fact]
    public async Task It_stops_when_told_and_everybody_leaves_if_asked_to()
    {
        await _simulator.DoAsync("driver", """{"rooms":["r"],"events_per_second":20}""");
        _simulator.Time.Pass(5);
        Assert.True((bool)(await _simulator.SeeAsync("driver"))["running"]!);
        await _simulator.Http.DeleteAsync("/sim/driver?leave=true");
        _simulator.Time.Pass(5);
        var driver = await _simulator.SeeAsync("driver");
        Assert.Equal((false, 100), ((bool)driver["running"]!, (int)driver["decisions"]!));
        Assert.All(
            (await _simulator.SeeAsync("truth"))["rooms"]!.AsArray().SelectMany(room => room!["participants"]!.AsArray()),
            participant => Assert.NotNull(participant!["left_at_ms"]));
    }

    [Fact]
    public async Task It_stops_by_itself_after_as_many_events_as_it_was_told_and_may_begin_anew()
    {
        await _simulator.DoAsync("driver", """{"rooms":["r"],"stop_after_events":7}""");
        _simulator.Time.Pass(60);
        var driver = await _simulator.SeeAsync("driver");
        Assert.Equal((false, 7), ((bool)driver["running"]!, (int)driver["decisions"]!));
        await _simulator.DoAsync("driver", """{"rooms":["r"]}""");
        var (status, problem) = await _simulator.ControlAsync("driver", """{"rooms":["r"]}""");
        Assert.Equal((409, "a driver runs already; stop it first, by DELETE"), (status, (string?)problem["detail"]));
    }

    [Theory]
    [InlineData("{}", "rooms: is required and has to be a list of texts")]
    [InlineData("""{"rooms":["r","r"]}""", "rooms: has to be 1 to 10000 different names of rooms, each of 256 bytes at most")]
    [InlineData("""{"rooms":["r"],"events_per_second":0}""", "events_per_second: has to be a number from 0.01 to 2000")]
    [InlineData("""{"rooms":["r"],"kinds":{"robot":1}}""", "kinds.robot: is unknown; there are standard, sip, ingress, egress, agent")]
    [InlineData("""{"rooms":["r"],"kinds":{"sip":0}}""", "kinds: has to give one kind at least a share above 0")]
    [InlineData(
        """{"rooms":["r"],"speed":1}""",
        "speed: is unknown; there are seed, rooms, participants_per_room, events_per_second, kinds, crashes_per_minute, moves_per_minute, departure_timeout_seconds, empty_timeout_seconds, stop_after_events")]
    public async Task What_is_wrong_with_a_run_is_said(string body, string detail)
    {
        var (status, problem) = await _simulator.ControlAsync("driver", body);
        Assert.Equal((400, detail), (status, (string?)problem["detail"]));
    }

    private async Task<(string Digest, string Last)> PlayAsync(int seed, int seconds, SimulatorHost? at = null)
    {
        var simulator = at ?? _simulator;
        await simulator.DoAsync("driver", $$"""{"seed":{{seed}},{{Wild}}}""");
        simulator.Time.Pass(seconds);
        var driver = await simulator.SeeAsync("driver");
        return ((string)driver["digest"]!, string.Join('\n', driver["last"]!.AsArray().Select(act => act!.ToJsonString())));
    }

    private static IEnumerable<(JsonNode Sooner, JsonNode Later)> Pairs(IEnumerable<JsonNode?> everybody) =>
        from one in everybody.GroupBy(participant => (string?)participant!["identity"])
        from pair in one.Zip(one.Skip(1))
        where pair.First!["left_at_ms"] is not null
        select (pair.First!, pair.Second!);

    private static Func<JsonNode?, bool> Acknowledged(string name) => participant => (string?)participant![name]?["state"] == "acknowledged";

    private static IEnumerable<string?> Sids(IEnumerable<JsonNode?> participants) =>
        participants.Select(participant => (string?)participant!["sid"]).Order();

    private static string? Sid(JsonObject webhook) => (string?)webhook["participant"]!["sid"];
}
