using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Truth;

public sealed class LookTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Who_was_listed_knows_the_last_time_by_both_clocks()
    {
        await _simulator.DoAsync("node/skew", """{"node":"a","skew_ms":1500}""");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.JoinAsync("r", "bob");
        await _simulator.CallAsync("ListParticipants", """{"room":"r"}""");
        _simulator.Time.Pass(10);
        await _simulator.LeaveAsync("r", "ada");
        await _simulator.CallAsync("ListParticipants", """{"room":"r"}""");
        var start = NowMs - 10_000;
        var seen = (await ParticipantsAsync()).Select(participant => participant["last_listed"]!).ToList();
        Assert.Equal(
            [(0L, start + 1500, start, 2), (1L, start + 11_500, start + 10_000, 1)],
            seen.Select(look => ((long)look["look"]!, (long)look["at_ms"]!, (long)look["wall_ms"]!, (int)look["num_participants"]!)));
    }

    [Fact]
    public async Task A_listed_room_is_remembered_with_its_count_by_who_was_there()
    {
        await _simulator.JoinAsync("r", "ada");
        _simulator.Time.Pass(5);
        await _simulator.JoinAsync("r", "bob");
        await _simulator.CallAsync("ListRooms", "{}");
        await _simulator.LeaveAsync("r", "bob");
        _simulator.Time.Pass(5);
        await _simulator.CallAsync("ListRooms", """{"names":["r"]}""");
        await _simulator.JoinAsync("r", "eve");
        var told = (await ParticipantsAsync()).Select(participant => participant["room_last_listed"]).ToList();
        Assert.Equal(
            [(1L, 1), (0L, 1), null],
            told.Select(look => look is null ? ((long, int)?)null : ((long)look["look"]!, (int)look["num_participants"]!)));
        Assert.Equal(1, (long)(await RoomAsync())["last_listed"]!["look"]!);
    }

    [Fact]
    public async Task Looks_are_listed_those_that_found_nothing_too()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.CallAsync("ListParticipants", """{"room":"none"}""");
        await _simulator.CallAsync("ListRooms", "{}");
        var book = await _simulator.SeeAsync("truth/looks");
        Assert.Equal(
            [("ListParticipants", "none", 0), ("ListRooms", null, 1)],
            book["looks"]!.AsArray().Select(look => ((string?)look!["method"], (string?)look["room"], look["rooms"]!.AsArray().Count)));
        Assert.Equal((2, 0), ((int)book["total"]!, (int)book["forgotten"]!));
        Assert.Single((await _simulator.SeeAsync("truth/looks?since=1"))["looks"]!.AsArray());
    }

    [Fact]
    public async Task A_refused_call_is_no_look()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.CallAsync("ListRooms", "{}", _simulator.Token("{}"));
        Assert.Empty((await _simulator.SeeAsync("truth/looks"))["looks"]!.AsArray());
    }

    private long NowMs => _simulator.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<JsonNode> RoomAsync() => (await _simulator.SeeAsync("truth?room=r"))["rooms"]![0]!;

    private async Task<IEnumerable<JsonNode>> ParticipantsAsync() =>
        (await RoomAsync())["participants"]!.AsArray().Select(participant => participant!);
}
