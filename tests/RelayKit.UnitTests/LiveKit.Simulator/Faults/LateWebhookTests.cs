using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Faults;

/// <summary>The faults after which a receiver is told late, twice, or in another order.</summary>
public sealed class LateWebhookTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync(Strict.Receiver());

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Delay_holds_the_rooms_queue_up_and_no_other()
    {
        await NextAsync("delay", 4000);
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(TimeSpan.FromSeconds(4), await _simulator.Time.NextWaitAsync());
        await _simulator.CallAsync("CreateRoom", """{"name":"other"}""");
        Assert.Equal("other", RoomOf(await _simulator.Receiver.NextAsync()));
        _simulator.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
        Assert.Equal(1, await CountAsync("delay"));
    }

    [Fact]
    public async Task Reorder_waits_until_another_rooms_later_webhook_has_overtaken_it()
    {
        await NextAsync("reorder", 60_000);
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(TimeSpan.FromSeconds(60), await _simulator.Time.NextWaitAsync());
        await _simulator.CallAsync("CreateRoom", """{"name":"other"}""");
        Assert.Equal(["other", "r", "r"], (await _simulator.DeliveriesAsync()).Select(RoomOf));
        Assert.Equal(1, await CountAsync("reorder"));
    }

    [Fact]
    public async Task Reorder_does_not_wait_for_ever()
    {
        await NextAsync("reorder", 2000);
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Equal(TimeSpan.FromSeconds(2), await _simulator.Time.NextWaitAsync());
        _simulator.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task Reorder_within_room_lets_the_rooms_own_webhooks_go_before_it()
    {
        await NextAsync("reorder_within_room", 3000);
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(TimeSpan.FromSeconds(3), await _simulator.Time.NextWaitAsync());
        Assert.Equal("participant_joined", (await _simulator.Receiver.NextAsync()).Event);
        _simulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
        Assert.Equal(1, await CountAsync("reorder_within_room"));
    }

    [Fact]
    public async Task Duplicate_comes_again_under_the_same_id()
    {
        await NextAsync("duplicate");
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        var sent = await _simulator.DeliveriesAsync();
        Assert.Equal(2, sent.Count);
        Assert.Single(sent.Select(delivery => Convert.ToHexString(delivery.Body)).Distinct());
        var counts = await _simulator.SeeAsync("webhooks");
        Assert.Equal((2, 2, 0), ((int)counts["queued"]!, (int)counts["delivered"]!, (int)counts["pending"]!));
        Assert.Equal(1, await CountAsync("duplicate"));
    }

    [Fact]
    public async Task Duplicate_new_id_differs_in_its_id_alone()
    {
        await NextAsync("duplicate_new_id");
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        var (first, second) = ((await _simulator.DeliveriesAsync()) is [var one, var other]) ? (one, other) : throw new InvalidOperationException();
        Assert.NotEqual((string?)first.Json["id"], (string?)second.Json["id"]);
        Assert.Matches("^EV_[0-9A-Za-z]{12}$", (string?)second.Json["id"]);
        Assert.Equal(WithoutId(first), WithoutId(second));
        Assert.All([first, second], delivery => Assert.True(Strict.IsSigned(delivery)));
        Assert.Equal(1, await CountAsync("duplicate_new_id"));
    }

    [Fact]
    public async Task A_copy_may_come_much_later_than_what_happened_next()
    {
        await NextAsync("duplicate", 9000);
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(TimeSpan.FromSeconds(9), await _simulator.Time.NextWaitAsync());
        Assert.Equal("room_started", (await _simulator.Receiver.NextAsync()).Event);
        Assert.Equal("participant_joined", (await _simulator.Receiver.NextAsync()).Event);
        _simulator.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(["room_started"], await _simulator.StoryAsync());
    }

    [Theory]
    [InlineData("delay")]
    [InlineData("reorder")]
    [InlineData("reorder_within_room")]
    public async Task What_a_fault_keeps_back_is_lost_with_its_node(string fault)
    {
        await NextAsync(fault, 60_000);
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        await _simulator.Time.NextWaitAsync();
        await _simulator.DoAsync("crash");
        Assert.Empty(await _simulator.DeliveriesAsync());
        Assert.Equal("lost_in_crash", (string?)(await _simulator.SeeAsync("truth"))["rooms"]![0]!["started"]!["state"]);
    }

    private static string? RoomOf(Delivery delivery) => (string?)delivery.Json["room"]!["name"];

    private static string WithoutId(Delivery delivery)
    {
        var body = delivery.Json;
        body.Remove("id");
        return body.ToJsonString();
    }

    private async Task<long> CountAsync(string fault) => (long)(await _simulator.SeeAsync("webhooks"))["faults"]![fault]!;

    private Task<JsonNode> NextAsync(string fault, int waitMs = 0) => _simulator.DoAsync(
        "webhooks/faults/next", $$"""{"room":"r","event":"room_started","fault":"{{fault}}","wait_ms":{{waitMs}}}""");
}
