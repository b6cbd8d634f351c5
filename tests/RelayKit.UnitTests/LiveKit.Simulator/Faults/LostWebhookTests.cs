using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Faults;

/// <summary>The faults after which a receiver knows nothing.</summary>
public sealed class LostWebhookTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync(Strict.Receiver());

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Drop_sends_nothing_and_the_next_one_goes_on()
    {
        await NextAsync("drop");
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(["participant_joined ada"], await _simulator.StoryAsync());
        Assert.Equal(("dropped", true, 0, null), await FateAsync("drop"));
        var counts = await _simulator.SeeAsync("webhooks");
        Assert.Equal((2, 1, 1, 0), ((int)counts["queued"]!, (int)counts["delivered"]!, (int)counts["dropped"]!, (int)counts["pending"]!));
    }

    [Fact]
    public async Task Answered_4xx_counts_as_delivered_and_never_arrives()
    {
        await NextAsync("answered_4xx");
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(["participant_joined ada"], await _simulator.StoryAsync());
        Assert.Equal(("refused", true, 0, 404), await FateAsync("answered_4xx"));
        Assert.Equal(2, (int)(await _simulator.SeeAsync("webhooks"))["delivered"]!);
    }

    [Theory]
    [InlineData("wrong_signature")]
    [InlineData("stale_token")]
    public async Task What_is_spoiled_is_sent_once_refused_with_401_and_counts_as_delivered(string fault)
    {
        await NextAsync(fault);
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
        Assert.Equal(("refused", true, 1, 401), await FateAsync(fault));
        var counts = await _simulator.SeeAsync("webhooks");
        Assert.Equal((2, 0, 0), ((int)counts["delivered"]!, (int)counts["retries"]!, (int)counts["failed"]!));
    }

    [Fact]
    public async Task A_wrong_signature_leaves_the_claims_right_and_a_stale_token_the_signature()
    {
        await NextAsync("wrong_signature");
        await NextAsync("stale_token", "participant_joined");
        await _simulator.JoinAsync("r", "ada");
        var sent = await _simulator.DeliveriesAsync();
        Assert.Equal((false, true), (Strict.IsSigned(sent[0]), Strict.IsSigned(sent[1])));
        Assert.Equal(
            [_simulator.Now + 300, _simulator.Now - 3300], sent.Select(delivery => (long)HandMadeToken.Claims(delivery.Authorization)["exp"]!));
        Assert.All(sent, delivery =>
            Assert.Equal(HandMadeToken.BodyHash(delivery.Body), (string?)HandMadeToken.Claims(delivery.Authorization)["sha256"]));
    }

    [Fact]
    public async Task A_copy_never_undoes_a_loss()
    {
        await NextAsync("wrong_signature");
        await NextAsync("duplicate");
        await NextAsync("duplicate_new_id");
        await NextAsync("drop");
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Empty(await _simulator.DeliveriesAsync());
        Assert.Equal(("dropped", true, 0, null), await FateAsync("drop"));
    }

    private Task<JsonNode> NextAsync(string fault, string name = "room_started") =>
        _simulator.DoAsync("webhooks/faults/next", $$"""{"room":"r","event":"{{name}}","fault":"{{fault}}"}""");

    /// <summary>Of the room's start, which is to have met one fault.</summary>
    private async Task<(string? State, bool IsLost, int Attempts, int? Status)> FateAsync(string fault)
    {
        var fate = (await _simulator.SeeAsync("truth?room=r"))["rooms"]![0]!["started"]!;
        Assert.Equal([fault], fate["faults"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(1, (int)(await _simulator.SeeAsync("webhooks"))["faults"]![fault]!);
        return ((string?)fate["state"], (bool)fate["is_lost"]!, (int)fate["attempts"]!, (int?)fate["status"]);
    }
}
