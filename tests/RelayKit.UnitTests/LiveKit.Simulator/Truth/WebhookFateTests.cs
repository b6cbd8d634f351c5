using System.Net;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Truth;

public sealed class WebhookFateTests
{
    [Theory]
    [InlineData(HttpStatusCode.OK, "acknowledged", false)]
    [InlineData(HttpStatusCode.NoContent, "acknowledged", false)]
    [InlineData(HttpStatusCode.Unauthorized, "refused", true)]
    [InlineData(HttpStatusCode.NotImplemented, "refused", true)]
    public async Task The_truth_knows_how_each_webhook_was_answered(HttpStatusCode status, string state, bool lost)
    {
        using var receiver = new WebhookReceiver(_ => new HttpResponseMessage(status));
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.JoinAsync("r", "ada");
        await simulator.LeaveAsync("r", "ada");
        await simulator.CallAsync("DeleteRoom", """{"room":"r"}""");
        await simulator.DeliveriesAsync();
        var room = await RoomAsync(simulator);
        var ada = room["participants"]![0]!;
        foreach (var fate in new[] { room["started"], room["finished"], ada["joined"], ada["left"] })
        {
            Assert.Equal((state, lost, 1, (int)status), Read(fate!));
        }
    }

    [Fact]
    public async Task A_webhook_that_waits_is_pending_and_one_that_was_never_queued_is_null()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.DoAsync("webhooks/hold", """{"room":"r"}""");
        await simulator.JoinAsync("r", "ada");
        var room = await RoomAsync(simulator);
        Assert.Equal(("pending", false, 0, null), Read(room["participants"]![0]!["joined"]!));
        Assert.Null(room["participants"]![0]!["left"]);
        Assert.Null(room["finished"]);
    }

    [Fact]
    public async Task What_a_crash_takes_along_is_lost_in_it()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.DoAsync("webhooks/hold", """{"room":"r"}""");
        await simulator.JoinAsync("r", "ada");
        await simulator.DoAsync("crash");
        var room = await RoomAsync(simulator);
        Assert.Equal(("lost_in_crash", true, 0, null), Read(room["started"]!));
        Assert.Equal(("lost_in_crash", true, 0, null), Read(room["participants"]![0]!["joined"]!));
        Assert.Equal((true, true), (room["finished"] is null, room["ended_at_ms"] is not null));
    }

    [Fact]
    public async Task What_LiveKit_gives_up_after_five_attempts_is_lost()
    {
        using var receiver = new WebhookReceiver(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        foreach (var seconds in new[] { 1, 2, 4, 8 })
        {
            await simulator.Time.NextWaitAsync();
            simulator.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await simulator.DeliveriesAsync();
        Assert.Equal(("gave_up", true, 5, 503), Read((await RoomAsync(simulator))["started"]!));
    }

    private static async Task<JsonNode> RoomAsync(SimulatorHost simulator) => (await simulator.SeeAsync("truth?room=r"))["rooms"]![0]!;

    private static (string?, bool, int, int?) Read(JsonNode fate) =>
        ((string?)fate["state"], (bool)fate["is_lost"]!, (int)fate["attempts"]!, (int?)fate["status"]);
}
