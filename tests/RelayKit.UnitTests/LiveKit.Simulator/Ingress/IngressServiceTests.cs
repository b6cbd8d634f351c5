using System.Text;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Ingress;

public sealed class IngressServiceTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task An_rtmp_ingress_waits_for_a_sender_who_becomes_a_participant_of_kind_ingress()
    {
        var made = await CallAsync("CreateIngress", """{"input_type":"RTMP_INPUT","name":"n","room_name":"r","participant_identity":"cam"}""");
        Assert.Equal(("ENDPOINT_INACTIVE", true, true), ((string?)made["state"]!["status"], (bool)made["reusable"]!, (bool)made["enable_transcoding"]!));
        Assert.Matches("^IN_[0-9A-Za-z]{12}$", (string?)made["ingress_id"]);
        Assert.Empty(await _simulator.StoryAsync());

        await _simulator.DoAsync("ingress/start", $$"""{"stream_key":"{{made["stream_key"]}}"}""");

        Assert.Equal(
            ["room_started", "participant_joined", "track_published", "track_published", "ingress_started"],
            (await _simulator.DeliveriesAsync()).Select(delivery => delivery.Event).OrderBy(Rank));
        var info = await _simulator.CallAsync("GetParticipant", """{"room":"r","identity":"cam"}""");
        Assert.Equal("INGRESS", (string?)info["kind"]);

        await _simulator.DoAsync("ingress/stop", $$"""{"ingress_id":"{{made["ingress_id"]}}"}""");
        Assert.Equal("ENDPOINT_INACTIVE", (string?)(await OnlyAsync())["state"]!["status"]);
        var ended = (await _simulator.DeliveriesAsync()).Single(delivery => delivery.Event == "ingress_ended").Json["ingressInfo"]!;
        Assert.Equal((string?)made["ingress_id"], (string?)ended["ingressId"]);
        Assert.NotNull((string?)ended["state"]!["endedAt"]);
    }

    [Fact]
    public async Task A_pulled_address_begins_at_once_and_never_again()
    {
        var made = await CallAsync("CreateIngress", """{"input_type":"URL_INPUT","url":"https://host/a.mp4","room_name":"r","participant_identity":"cam"}""");
        Assert.Equal("ENDPOINT_BUFFERING", (string?)made["state"]!["status"]);
        Assert.Equal("ENDPOINT_PUBLISHING", (string?)(await OnlyAsync())["state"]!["status"]);

        await _simulator.DoAsync("ingress/stop", $$"""{"ingress_id":"{{made["ingress_id"]}}"}""");

        Assert.Equal("ENDPOINT_COMPLETE", (string?)(await OnlyAsync())["state"]!["status"]);
        Assert.Equal(409, (await _simulator.ControlAsync("ingress/start", $$"""{"ingress_id":"{{made["ingress_id"]}}"}""")).Status);
        var (status, body) = await TryAsync("UpdateIngress", $$"""{"ingress_id":"{{made["ingress_id"]}}","room_name":"x"}""");
        Assert.Equal((400, "ingress is not reusable and cannot be modified"), (status, (string?)JsonNode.Parse(body)!["msg"]));
    }

    [Fact]
    public async Task Whoever_is_thrown_out_of_the_room_has_ended()
    {
        var made = await CallAsync("CreateIngress", """{"input_type":"WHIP_INPUT","room_name":"r","participant_identity":"cam"}""");
        Assert.False((bool)made["enable_transcoding"]!);
        await _simulator.DoAsync("ingress/start", $$"""{"ingress_id":"{{made["ingress_id"]}}"}""");
        await _simulator.CallAsync("DeleteRoom", """{"room":"r"}""");

        Assert.Equal("ENDPOINT_INACTIVE", (string?)(await OnlyAsync())["state"]!["status"]);
        Assert.Contains("ingress_ended", (await _simulator.DeliveriesAsync()).Select(delivery => delivery.Event));
    }

    [Fact]
    public async Task One_that_is_switched_off_takes_no_sender_and_an_error_is_told()
    {
        var made = await CallAsync("CreateIngress", """{"input_type":"RTMP_INPUT","room_name":"r","participant_identity":"cam"}""");
        var which = $$"""{"ingress_id":"{{made["ingress_id"]}}"}""";
        await CallAsync("UpdateIngress", $$"""{"ingress_id":"{{made["ingress_id"]}}","enabled":false}""");
        Assert.Equal(409, (await _simulator.ControlAsync("ingress/start", which)).Status);

        await CallAsync("UpdateIngress", $$"""{"ingress_id":"{{made["ingress_id"]}}","enabled":true}""");
        await _simulator.DoAsync("ingress/start", which);
        await _simulator.DoAsync("ingress/stop", $$"""{"ingress_id":"{{made["ingress_id"]}}","error":"connection reset"}""");

        var state = (await OnlyAsync())["state"]!;
        Assert.Equal(("ENDPOINT_ERROR", "connection reset"), ((string?)state["status"], (string?)state["error"]));
    }

    [Theory]
    [InlineData("unavailable", 0)]
    [InlineData("lost", 1)]
    public async Task A_creation_fails_as_told(string fault, int made)
    {
        await _simulator.DoAsync("ingress/faults", $$"""{"create":"{{fault}}"}""");

        var (status, body) = await TryAsync("CreateIngress", """{"input_type":"RTMP_INPUT","name":"n","room_name":"r","participant_identity":"cam"}""");

        Assert.Equal((503, "unavailable"), (status, (string?)JsonNode.Parse(body)!["code"]));
        Assert.Equal(made, (await CallAsync("ListIngress", "{}"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_ingress_that_nobody_knows_does_not_exist_and_none_is_without_identity()
    {
        Assert.Equal(404, (await TryAsync("ListIngress", """{"ingress_id":"IN_x"}""")).Status);
        Assert.Equal(404, (await TryAsync("DeleteIngress", """{"ingress_id":"IN_x"}""")).Status);
        Assert.Equal(400, (await TryAsync("CreateIngress", """{"input_type":"RTMP_INPUT","room_name":"r"}""")).Status);
        Assert.Equal(400, (await TryAsync("CreateIngress", """{"input_type":"URL_INPUT","url":"file:///etc/passwd","room_name":"r","participant_identity":"c"}""")).Status);
        Assert.Equal(401, (await _simulator.SendAsync("/twirp/livekit.Ingress/ListIngress", _simulator.AdminToken("r"), Json("{}"))).Status);
    }

    private static int Rank(string? name) => name switch { "room_started" => 0, "participant_joined" => 1, "track_published" => 2, _ => 3 };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<JsonNode> OnlyAsync() => Assert.Single((await CallAsync("ListIngress", "{}"))["items"]!.AsArray())!;

    private Task<(int Status, string Body)> TryAsync(string method, string body) =>
        _simulator.SendAsync($"/twirp/livekit.Ingress/{method}", _simulator.Token("""{"video":{"ingressAdmin":true}}"""), Json(body));

    private async Task<JsonObject> CallAsync(string method, string body)
    {
        var (status, answer) = await TryAsync(method, body);
        return status == 200 ? JsonNode.Parse(answer)!.AsObject() : throw new InvalidOperationException($"{method}: {status} {answer}");
    }
}
