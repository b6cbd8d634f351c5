using System.Text;

namespace RelayKit.UnitTests.LiveKit.Simulator.Twirp;

public sealed class TwirpErrorTests(SharedSimulator shared) : IClassFixture<SharedSimulator>
{
    private readonly SimulatorHost _simulator = shared.Host;

    [Theory]
    [InlineData("DeleteRoom", """{"room":"none"}""", 404, """{"code":"not_found","msg":"requested room does not exist"}""")]
    [InlineData("UpdateRoomMetadata", """{"room":"none"}""", 404, """{"code":"not_found","msg":"requested room does not exist"}""")]
    [InlineData("GetParticipant", """{"room":"none","identity":"a"}""", 404, """{"code":"not_found","msg":"participant does not exist"}""")]
    [InlineData("GetParticipant", """{"room":"r","identity":"a"}""", 404, """{"code":"not_found","msg":"participant does not exist"}""")]
    [InlineData("RemoveParticipant", """{"room":"r","identity":"a"}""", 404, """{"code":"not_found","msg":"participant does not exist"}""")]
    [InlineData("UpdateParticipant", """{"room":"r","identity":"a"}""", 404, """{"code":"not_found","msg":"participant does not exist"}""")]
    [InlineData("MutePublishedTrack", """{"room":"r","identity":"a","muted":true}""", 503, """{"code":"unavailable","msg":"no response from servers"}""")]
    [InlineData("MutePublishedTrack", """{"room":"r","identity":"ada"}""", 412, """{"code":"failed_precondition","msg":"remote unmute not enabled"}""")]
    [InlineData("UpdateSubscriptions", """{"room":"r","identity":"a"}""", 503, """{"code":"unavailable","msg":"no response from servers"}""")]
    [InlineData("SendData", """{"room":"none"}""", 503, """{"code":"unavailable","msg":"no response from servers"}""")]
    [InlineData("SendData", """{"room":"r","nonce":"AAAA"}""", 400, """{"code":"invalid_argument","msg":"nonce should be 16-bytes or not present, got: 3 bytes"}""")]
    [InlineData("PerformRpc", """{"room":"r"}""", 400, """{"code":"invalid_argument","msg":"destination identity is required"}""")]
    [InlineData("PerformRpc", """{"room":"r","destinationIdentity":"a"}""", 503, """{"code":"unavailable","msg":"no response from servers"}""")]
    [InlineData("CreateRoom", """{"name":"n","egress":{}}""", 500, """{"code":"internal","msg":"egress not connected (redis required)"}""")]
    public async Task Every_refusal_is_LiveKits_byte_for_byte(string method, string request, int status, string body)
    {
        var room = (string?)System.Text.Json.Nodes.JsonNode.Parse(request)!["room"] ?? "";
        Assert.Equal((status, body), await _simulator.CallAsync(method, request, _simulator.AdminToken(room)));
    }

    [Theory]
    [InlineData("ForwardParticipant")]
    [InlineData("MoveParticipant")]
    public async Task What_only_LiveKit_Cloud_does_is_not_implemented(string method)
    {
        var token = _simulator.Token("""{"video":{"roomAdmin":true,"room":"r","destinationRoom":"s"} }""");
        Assert.Equal(
            (500, """{"code":"unknown","msg":"not implemented"}"""),
            await _simulator.CallAsync(method, """{"room":"r","identity":"ada","destinationRoom":"s"}""", token));
        Assert.Equal(
            (401, """{"code":"unauthenticated","msg":"permissions denied"}"""),
            await _simulator.CallAsync(method, """{"room":"r","identity":"ada","destinationRoom":"t"}""", token));
    }

    [Fact]
    public async Task To_move_to_the_same_room_is_refused_with_the_space_that_Twirp_puts_after_the_argument()
    {
        var token = _simulator.Token("""{"video":{"roomAdmin":true,"room":"r","destinationRoom":"r"} }""");
        Assert.Equal(
            (400, """{"code":"invalid_argument","msg":"destination room cannot be the same as source room ","meta":{"argument":"destination room cannot be the same as source room"}}"""),
            await _simulator.CallAsync("MoveParticipant", """{"room":"r","identity":"ada","destinationRoom":"r"}""", token));
    }

    [Fact]
    public async Task A_room_name_of_more_than_256_bytes_is_refused() => Assert.Equal(
        (400, """{"code":"invalid_argument","msg":"room name length exceeds limits: max length 256"}"""),
        await _simulator.CallAsync("CreateRoom", $$"""{"name":"{{new string('é', 129)}}"}""", _simulator.AdminToken("")));

    [Fact]
    public async Task The_limits_of_updates_are_looked_at_before_the_grant()
    {
        var big = new string('x', (512 * 1024) + 1);
        Assert.Equal(
            (400, """{"code":"invalid_argument","msg":"metadata size exceeds limits 524288","meta":{"argument":"metadata size exceeds limits"}}"""),
            await _simulator.CallAsync("UpdateRoomMetadata", $$"""{"room":"r","metadata":"{{big}}"}""", null));
        Assert.Equal(
            (400, """{"code":"invalid_argument","msg":"attribute size exceeds limits 65536","meta":{"argument":"attribute size exceeds limits"}}"""),
            await _simulator.CallAsync("UpdateParticipant", $$"""{"room":"r","attributes":{"a":"{{big[..65536]}}"} }""", null));
        Assert.Equal(
            (400, """{"code":"invalid_argument","msg":"name length exceeds limits 256","meta":{"argument":"name length exceeds limits"}}"""),
            await _simulator.CallAsync("UpdateParticipant", $$"""{"room":"r","name":"{{big[..257]}}"}""", null));
    }

    [Theory]
    [InlineData("POST", "livekit.RoomService/Nope", "application/json", "no handler for path \\\"/twirp/livekit.RoomService/Nope\\\"")]
    [InlineData("POST", "livekit.Nope/ListRooms", "application/json", "no handler for path \\\"/twirp/livekit.Nope/ListRooms\\\"")]
    [InlineData("PUT", "livekit.RoomService/ListRooms", "application/json", "unsupported method \\\"PUT\\\" (only POST is allowed)")]
    [InlineData("POST", "livekit.RoomService/ListRooms", "text/plain", "unexpected Content-Type: \\\"text/plain\\\"")]
    public async Task What_is_no_route_is_a_bad_route(string method, string path, string contentType, string message)
    {
        using var content = new ByteArrayContent([]);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var answer = await _simulator.SendAsync($"/twirp/{path}", _simulator.AdminToken("r"), content, new HttpMethod(method));
        Assert.Equal(
            (404, $$$"""{"code":"bad_route","msg":"{{{message}}}","meta":{"twirp_invalid_route":"{{{method}}} /twirp/{{{path}}}"}}"""), answer);
    }

    [Theory]
    [InlineData("application/json", "", "json")]
    [InlineData("application/json", "{", "json")]
    [InlineData("application/json", """{"names":7}""", "json")]
    [InlineData("application/protobuf", "\u000a\u00ff", "protobuf")]
    public async Task What_cannot_be_decoded_is_malformed(string contentType, string body, string kind)
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        Assert.Equal(
            (400, $$"""{"code":"malformed","msg":"the {{kind}} request could not be decoded"}"""),
            await _simulator.SendAsync("/twirp/livekit.RoomService/ListRooms", null, content));
    }

    [Fact]
    public async Task A_body_of_more_than_ten_mebibytes_is_refused_in_plain_text()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/twirp/livekit.RoomService/ListRooms");
        request.Content = new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/protobuf");

        // Without it the connection may break while the rest is still being written.
        request.Headers.ExpectContinue = true;
        using var response = await _simulator.Http.SendAsync(request);
        Assert.Equal((413, "http: request body too large"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Any_other_path_is_the_muxs_plain_404()
    {
        Assert.Equal((404, "404 page not found\n"), await _simulator.SendAsync("/nowhere.html", null, method: HttpMethod.Get));
        Assert.Equal((200, "OK"), await _simulator.SendAsync("/", null, method: HttpMethod.Get));
    }
}
