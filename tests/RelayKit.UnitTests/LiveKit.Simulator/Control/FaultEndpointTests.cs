namespace RelayKit.UnitTests.LiveKit.Simulator.Control;

public sealed class FaultEndpointTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Faults_are_set_shown_replaced_and_cleared()
    {
        await _simulator.DoAsync("webhooks/faults", """{"seed":7,"drop":0.05,"duplicate":0.02,"delay":{"probability":0.1,"up_to_ms":900}}""");
        await _simulator.DoAsync("webhooks/faults/next", """{"room":"r","event":"participant_left","fault":"wrong_signature","count":3}""");
        Assert.Equal(
            """{"seed":7,"chances":{"drop":{"probability":0.05,"up_to_ms":null},"duplicate":{"probability":0.02,"up_to_ms":0},"delay":{"probability":0.1,"up_to_ms":900}},"next":[{"room":"r","event":"participant_left","fault":"wrong_signature","wait_ms":null,"remaining":3}]}""",
            (await _simulator.SeeAsync("webhooks/faults")).ToJsonString());
        await _simulator.DoAsync("webhooks/faults", """{"answered_4xx":1}""");
        Assert.Equal(
            """{"answered_4xx":{"probability":1,"up_to_ms":null}}""", (await _simulator.SeeAsync("webhooks/faults"))["chances"]!.ToJsonString());
        using var cleared = await _simulator.Http.DeleteAsync("/sim/webhooks/faults");
        Assert.True(cleared.IsSuccessStatusCode);
        Assert.Equal("""{"seed":0,"chances":{},"next":[]}""", (await _simulator.SeeAsync("webhooks/faults")).ToJsonString());
    }

    [Fact]
    public async Task A_reset_clears_them()
    {
        await _simulator.DoAsync("webhooks/faults", """{"drop":1}""");
        await _simulator.DoAsync("reset");
        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
    }

    [Theory]
    [InlineData("webhooks/faults", """{"drop":1.5}""", "drop: has to be a number from 0 to 1")]
    [InlineData("webhooks/faults", """{"drop":"often"}""", "drop: has to be a probability from 0 to 1, or an object with probability and up_to_ms")]
    [InlineData("webhooks/faults", """{"drop":{"probability":1,"up_to_ms":5}}""", "drop.up_to_ms: drop has nothing to wait for; leave it out")]
    [InlineData("webhooks/faults", """{"delay":{"up_to_ms":-1}}""", "delay.up_to_ms: has to be a whole number from 0 to 120000")]
    [InlineData("webhooks/faults", """{"delay":{"chance":1}}""", "delay.chance: is unknown; there are probability, up_to_ms")]
    [InlineData("webhooks/faults", """{"seed":-1}""", "seed: has to be a whole number from 0 to 2147483647")]
    [InlineData(
        "webhooks/faults",
        """{"drops":1}""",
        "drops: is unknown; there are seed, drop, answered_4xx, wrong_signature, stale_token, unknown_field, unknown_enum, duplicate, duplicate_new_id, delay, reorder, reorder_within_room")]
    [InlineData("webhooks/faults/next", """{"fault":"drop"}""", "room: is required and has to be text")]
    [InlineData("webhooks/faults/next", """{"room":"r","fault":"drop","count":0}""", "count: has to be a whole number from 1 to 1000000")]
    [InlineData("webhooks/faults/next", """{"room":"r","fault":"drop","wait_ms":1}""", "wait_ms: drop has nothing to wait for; leave it out")]
    [InlineData(
        "webhooks/faults/next",
        """{"room":"r","fault":"lose"}""",
        "fault: 'lose' is none; there are drop, answered_4xx, wrong_signature, stale_token, unknown_field, unknown_enum, duplicate, duplicate_new_id, delay, reorder, reorder_within_room")]
    public async Task What_is_wrong_with_faults_is_said(string path, string body, string detail)
    {
        var (status, problem) = await _simulator.ControlAsync(path, body);
        Assert.Equal((400, "invalid_argument", detail), (status, (string?)problem["code"], (string?)problem["detail"]));
    }
}
