namespace RelayKit.UnitTests.LiveKit.Simulator.Control;

public sealed class ControlTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Theory]
    [InlineData("join", "{", 400, "invalid_json")]
    [InlineData("join", "null", 400, "invalid_json")]
    [InlineData("join", "{}", 400, "invalid_argument")]
    [InlineData("join", """{"token":"x"}""", 401, "unauthenticated")]
    [InlineData("leave", """{"room":"none","identity":"ada"}""", 404, "not_found")]
    [InlineData("leave", """{"room":"r","identity":"bob"}""", 404, "not_found")]
    [InlineData("leave", """{"room":"r","identity":"ada","reason":"BORED"}""", 400, "invalid_argument")]
    [InlineData("leave", """{"identity":"ada"}""", 400, "invalid_argument")]
    [InlineData("publish", """{"room":"r","identity":"ada","source":"smell"}""", 400, "invalid_argument")]
    [InlineData("unpublish", """{"room":"r","identity":"ada","track_sid":"TR_none"}""", 404, "not_found")]
    [InlineData("resume", """{"room":"r","identity":"bob"}""", 404, "not_found")]
    [InlineData("webhooks/hold", "{}", 400, "invalid_argument")]
    [InlineData("webhooks/release", """{"room":"r","order":"random"}""", 400, "invalid_argument")]
    [InlineData("webhooks/drain?timeout_seconds=soon", "", 400, "invalid_argument")]
    public async Task What_is_wrong_with_a_call_is_said(string path, string body, int status, string code)
    {
        await _simulator.JoinAsync("r", "ada");
        var (answered, problem) = await _simulator.ControlAsync(path, body);
        Assert.Equal((status, code), (answered, (string?)problem["code"]));
        Assert.NotEmpty((string?)problem["detail"] ?? "");
    }

    [Fact]
    public async Task A_join_is_checked_as_LiveKit_checks_it()
    {
        var token = _simulator.Token("""{"sub":"ada","video":{"roomAdmin":true,"room":"r"} }""");
        var (status, problem) = await _simulator.ControlAsync("join", $$"""{"token":"{{token}}"}""");
        Assert.Equal((401, "permissions denied"), (status, (string?)problem["detail"]));
        Assert.Empty(await _simulator.DeliveriesAsync());
    }

    [Fact]
    public async Task A_resumed_connection_keeps_its_sid_and_tells_nobody()
    {
        var joined = await _simulator.JoinAsync("r", "ada");
        await _simulator.DeliveriesAsync();
        var resumed = await _simulator.DoAsync("resume", """{"room":"r","identity":"ada"}""");
        Assert.Equal((string?)joined["participant_sid"], (string?)resumed["participant_sid"]);
        Assert.Empty(await _simulator.DeliveriesAsync());
    }

    [Fact]
    public async Task A_crash_takes_rooms_and_waiting_webhooks_along_and_tells_nobody()
    {
        await _simulator.DoAsync("webhooks/hold", """{"room":"r"}""");
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("crash");
        Assert.Empty(await _simulator.DeliveriesAsync());
        Assert.Empty((await _simulator.CallAsync("ListRooms", "{}"))["rooms"]!.AsArray());
        Assert.Equal(2, (int)(await _simulator.SeeAsync("webhooks"))["lost"]!);

        await _simulator.JoinAsync("r", "ada");
        Assert.Equal(["room_started", "participant_joined ada"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task A_drain_ends_when_all_is_delivered_or_gives_up_in_time()
    {
        await _simulator.DoAsync("webhooks/hold", """{"room":"r"}""");
        await _simulator.JoinAsync("r", "ada");
        var impatient = _simulator.ControlAsync("webhooks/drain?timeout_seconds=3", "");
        Assert.Equal(TimeSpan.FromSeconds(3), await _simulator.Time.NextWaitAsync());
        _simulator.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((504, "2 webhooks are still pending"), ((await impatient).Status, (string?)(await impatient).Body["detail"]));

        var patient = _simulator.ControlAsync("webhooks/drain", "");
        Assert.Equal(TimeSpan.FromSeconds(30), await _simulator.Time.NextWaitAsync());
        await _simulator.DoAsync("webhooks/release", """{"room":"r","order":"reverse"}""");
        Assert.Equal((200, 0), ((await patient).Status, (int)(await patient).Body["pending"]!));
        Assert.Equal(["participant_joined ada", "room_started"], await _simulator.StoryAsync());
    }

    [Fact]
    public async Task What_was_sent_can_be_read_byte_for_byte()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.CallAsync("CreateRoom", """{"name":"other"}""");
        var delivery = (await _simulator.DeliveriesAsync()).Single(delivery => delivery.Event == "participant_joined");
        var sent = (await _simulator.SeeAsync("webhooks/sent?room=r&limit=1"))["sent"]!.AsArray().Single()!;
        Assert.Equal(System.Text.Encoding.UTF8.GetString(delivery.Body), (string?)sent["body"]);
        Assert.Equal(delivery.Authorization, (string?)sent["authorization"]);
        Assert.Equal((string?)delivery.Json["id"], (string?)sent["id"]);
        Assert.Equal(("r", "http://127.0.0.1:1/hook", 1, 200), ((string?)sent["room"], (string?)sent["url"], (int)sent["attempts"]!, (int)sent["status"]!));
    }
}
