using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Control;

public sealed class TruthTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task The_truth_is_to_the_millisecond_and_knows_what_the_webhook_said()
    {
        var start = _simulator.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var joined = await _simulator.JoinAsync("r", "ada");
        _simulator.Time.Advance(TimeSpan.FromMilliseconds(61_234));
        await _simulator.LeaveAsync("r", "ada");
        var room = await OnlyRoomAsync();
        Assert.Equal((start, null, false), ((long)room["creation_time_ms"]!, (long?)room["finished_at"], (bool)room["lost"]!));
        var told = Assert.Single(room["participants"]!.AsArray())!.AsObject();
        foreach (var later in new[] { "joined", "left", "last_listed", "room_last_listed" })
        {
            told.Remove(later);
        }

        Assert.Equal(
            $$"""{"sid":"{{joined["participant_sid"]}}","identity":"ada","kind":"standard","joined_at_ms":{{start}},"left_at_ms":{{start + 61_234}},"left_created_at":{{(start / 1000) + 61}},"left_at":{{(start / 1000) + 61}},"disconnect_reason":"CLIENT_INITIATED","active_ever":true}""",
            told.ToJsonString());
        Assert.Equal($"{(start / 1000) + 61}", (string?)(await _simulator.DeliveriesAsync())[^1].Json["createdAt"]);
    }

    [Fact]
    public async Task A_finished_room_and_its_connections_are_not_forgotten()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        await _simulator.JoinAsync("r", "bob");
        var rooms = (await _simulator.SeeAsync("truth?room=r"))["rooms"]!.AsArray();
        Assert.Equal(2, rooms.Count);
        Assert.Equal(_simulator.Now, (long)rooms[0]!["finished_at"]!);
        Assert.Equal(
            ["DUPLICATE_IDENTITY", "ROOM_DELETED"],
            rooms[0]!["participants"]!.AsArray().Select(participant => (string?)participant!["disconnect_reason"]));
        var bob = rooms[1]!["participants"]![0]!;
        Assert.Equal((null, null, null), ((long?)bob["left_at_ms"], (long?)bob["left_created_at"], (string?)bob["disconnect_reason"]));
    }

    [Fact]
    public async Task A_crash_loses_the_room_and_leaves_no_word_of_anybodys_going()
    {
        await _simulator.JoinAsync("r", "ada");
        _simulator.Time.Advance(TimeSpan.FromMilliseconds(1500));
        await _simulator.DoAsync("crash");
        var room = await OnlyRoomAsync();
        var ada = room["participants"]![0]!;
        Assert.Equal((true, null), ((bool)room["lost"]!, (long?)room["finished_at"]));
        Assert.Equal(1500, (long)ada["left_at_ms"]! - (long)ada["joined_at_ms"]!);
        Assert.Equal((null, null), ((long?)ada["left_created_at"], (string?)ada["disconnect_reason"]));
        Assert.Equal((long)ada["left_at_ms"]! / 1000, (long)ada["left_at"]!);
    }

    [Fact]
    public async Task Who_never_was_active_has_no_left_event()
    {
        await _simulator.JoinAsync("r", "ada", abort: true);
        await _simulator.LeaveAsync("r", "ada");
        var ada = (await OnlyRoomAsync())["participants"]![0]!;
        Assert.Equal((false, null), ((bool)ada["active_ever"]!, (long?)ada["left_created_at"]));
        Assert.NotNull(ada["left_at_ms"]);
    }

    [Fact]
    public async Task A_reset_forgets_everything()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DeliveriesAsync();
        await _simulator.DoAsync("reset");
        Assert.Empty((await _simulator.SeeAsync("truth"))["rooms"]!.AsArray());
        Assert.Empty((await _simulator.SeeAsync("webhooks/sent"))["sent"]!.AsArray());
    }

    private async Task<JsonNode> OnlyRoomAsync() => (await _simulator.SeeAsync("truth?room=r"))["rooms"]!.AsArray().Single()!;
}
