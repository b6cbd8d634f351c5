using System.Security.Cryptography;
using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.Webhooks;

public sealed class WebhookShapeTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Room_started_carries_the_room_in_protojson()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        var body = Assert.Single(await _simulator.DeliveriesAsync()).Json;
        var room = body["room"]!.AsObject();
        Assert.Equal(["event", "room", "id", "createdAt"], body.Select(field => field.Key));
        Assert.Matches("^EV_[0-9A-Za-z]{12}$", (string?)body["id"]);
        Assert.Equal($"{_simulator.Now}", body["createdAt"]!.GetValue<string>());
        Assert.Equal($"{_simulator.Now}", room["creationTime"]!.GetValue<string>());
        Assert.Equal($"{_simulator.Now}000", room["creationTimeMs"]!.GetValue<string>());
        Assert.Equal(300, room["emptyTimeout"]!.GetValue<int>());
        Assert.Equal("""{"mime":"audio/PCMU"}""", room["enabledCodecs"]![0]!.ToJsonString());
        Assert.Equal(
            ["creationTime", "creationTimeMs", "departureTimeout", "emptyTimeout", "enabledCodecs", "name", "sid", "turnPassword"],
            room.Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Participant_joined_leaves_defaults_out_and_names_enums()
    {
        var joined = await _simulator.JoinAsync("r", "ada", "", ""","canPublish":false""");
        var participant = (await _simulator.DeliveriesAsync())[1].Json["participant"]!.AsObject();
        Assert.Equal("ACTIVE", participant["state"]!.GetValue<string>());
        Assert.Equal($"{joined["joined_at_ms"]}", participant["joinedAtMs"]!.GetValue<string>());
        Assert.Equal("""{"canSubscribe":true}""", participant["permission"]!.ToJsonString());
        Assert.Equal(
            ["identity", "joinedAt", "joinedAtMs", "permission", "sid", "state", "version"],
            participant.Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Track_events_name_room_and_participant_and_no_more()
    {
        var joined = await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"microphone","name":"mic"}""");
        var body = (await _simulator.DeliveriesAsync())[2].Json;
        Assert.Equal($$"""{"sid":"{{joined["room_sid"]}}","name":"r"}""", body["room"]!.ToJsonString());
        Assert.Equal($$"""{"sid":"{{joined["participant_sid"]}}","identity":"ada"}""", body["participant"]!.ToJsonString());

        // AUDIO is 0 on the wire, so it is left out.
        Assert.Equal(["mimeType", "name", "sid", "source"], body["track"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Participant_left_is_disconnected_with_a_reason()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.LeaveAsync("r", "ada");
        var participant = (await _simulator.DeliveriesAsync())[2].Json["participant"]!;
        Assert.Equal(("DISCONNECTED", "CLIENT_INITIATED"), ((string?)participant["state"], (string?)participant["disconnectReason"]));
    }

    [Fact]
    public async Task A_webhook_is_signed_over_its_very_bytes_for_five_minutes()
    {
        await _simulator.JoinAsync("r", "ada");
        foreach (var delivery in await _simulator.DeliveriesAsync())
        {
            var parts = delivery.Authorization.Split('.');
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SimulatorHost.Secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
            Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(expected), parts[2]);
            Assert.Equal(HandMadeToken.Hs256, HandMadeToken.Header(delivery.Authorization).ToJsonString());
            var claims = HandMadeToken.Claims(delivery.Authorization);
            Assert.Equal(["iss", "iat", "nbf", "exp", "sha256"], claims.Select(claim => claim.Key));
            Assert.Equal(SimulatorHost.ApiKey, (string?)claims["iss"]);
            Assert.Equal((_simulator.Now, _simulator.Now + 300), ((long)claims["nbf"]!, (long)claims["exp"]!));
            Assert.Equal(HandMadeToken.BodyHash(delivery.Body), (string?)claims["sha256"]);
            Assert.Equal(("application/webhook+json", "LiveKit"), (delivery.ContentType, delivery.UserAgent));
        }
    }

    [Fact]
    public async Task Every_address_gets_every_event_under_the_same_id()
    {
        await using var two = await SimulatorHost.StartAsync(null, "http://127.0.0.1:1/a", "http://127.0.0.1:1/b");
        await two.CallAsync("CreateRoom", """{"name":"r"}""");
        var told = await two.DeliveriesAsync();
        Assert.Equal(["/a", "/b"], told.Select(delivery => delivery.Url.AbsolutePath).Order(StringComparer.Ordinal));
        Assert.Single(told.Select(delivery => (string?)delivery.Json["id"]).Distinct());
    }
}
