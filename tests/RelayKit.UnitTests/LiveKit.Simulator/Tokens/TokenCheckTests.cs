namespace RelayKit.UnitTests.LiveKit.Simulator.Tokens;

public sealed class TokenCheckTests(SharedSimulator shared) : IClassFixture<SharedSimulator>
{
    private readonly SimulatorHost _simulator = shared.Host;

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("bearer x")]
    public async Task A_header_that_does_not_begin_with_Bearer_is_refused_in_plain_text(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/twirp/livekit.RoomService/ListRooms");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await _simulator.Http.SendAsync(request);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("invalid authorization header. Must start with Bearer ", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x.y.z")]
    [InlineData("e30.e30.e30")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJpc3MiOiJBUElzaW0ifQ.")]
    public async Task What_is_no_HS256_token_is_refused_in_plain_text(string token) =>
        Assert.Equal((401, "invalid authorization token"), await ListAsync(token));

    [Theory]
    [InlineData("""{"sub":7}""")]
    [InlineData("""{"attributes":["a"]}""")]
    [InlineData("""{"roomConfig":{"emptyTimeout":"soon"}}""")]
    [InlineData("""{"roomConfig":"none"}""")]
    public async Task A_claim_of_the_wrong_type_makes_a_token_unreadable(string claims) =>
        Assert.Equal((401, "invalid authorization token"), await ListAsync(_simulator.Token(claims)));

    [Theory]
    [InlineData("""{"iss":"\ud800"}""")]
    [InlineData("""{"iss":"APIsim","exp":4102444800,"video":{"roomList":true,"room":"\ud800"} }""")]
    [InlineData("""{"iss":"APIsim","exp":4102444800,"\ud800":[] }""")]
    public async Task A_token_with_half_a_character_is_refused_in_plain_text(string payload) => Assert.Equal(
        (401, "invalid authorization token"), await ListAsync(HandMadeToken.Sign(HandMadeToken.Hs256, payload, SimulatorHost.Secret)));

    [Fact]
    public async Task An_unknown_issuer_is_an_invalid_API_key() =>
        Assert.Equal((401, "invalid API key"), await ListAsync(_simulator.Token("{}", issuer: "APIother")));

    [Fact]
    public async Task A_wrong_signature_is_refused_with_its_reason() => Assert.Equal(
        (401, "invalid authorization token: go-jose/go-jose: error in cryptographic primitive"),
        await ListAsync(_simulator.Token("{}", secret: "another-secret-000000000000000000")));

    [Theory]
    [InlineData(-60, true)]
    [InlineData(-61, false)]
    public async Task A_token_is_good_for_a_minute_after_its_expiry(int secondsFromNow, bool isGood)
    {
        var answer = await ListAsync(_simulator.Token($$"""{"exp":{{_simulator.Now + secondsFromNow}},"video":{"roomList":true} }"""));
        Assert.Equal(
            isGood ? (200, """{ "rooms": [ ] }""") : (401, "invalid authorization token: go-jose/go-jose/jwt: validation failed, token is expired (exp)"),
            answer);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task A_token_is_good_from_a_minute_before_its_nbf(int secondsFromNow, bool isGood)
    {
        var answer = await ListAsync(_simulator.Token($$"""{"nbf":{{_simulator.Now + secondsFromNow}},"video":{"roomList":true} }"""));
        Assert.Equal(
            isGood ? (200, """{ "rooms": [ ] }""") : (401, "invalid authorization token: go-jose/go-jose/jwt: validation failed, token not valid yet (nbf)"),
            answer);
    }

    [Fact]
    public async Task A_token_without_expiry_is_refused()
    {
        var token = HandMadeToken.Sign(
            HandMadeToken.Hs256, $$"""{"iss":"{{SimulatorHost.ApiKey}}","video":{"roomList":true} }""", SimulatorHost.Secret);
        var (status, text) = await ListAsync(token);
        Assert.Equal(401, status);
        Assert.StartsWith("invalid authorization token: ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"video":{"roomCreate":true} }""")]
    [InlineData("""{"video":{"roomList":"true"} }""")]
    [InlineData("""{"video":true}""")]
    public async Task A_token_without_the_grant_is_refused_as_Twirp_refuses(string claims) => Assert.Equal(
        (401, """{"code":"unauthenticated","msg":"permissions denied"}"""), await ListAsync(_simulator.Token(claims)));

    [Fact]
    public async Task No_token_at_all_is_refused_as_Twirp_refuses() => Assert.Equal(
        (401, """{"code":"unauthenticated","msg":"permissions denied"}"""), await ListAsync(null));

    [Fact]
    public async Task A_token_in_the_query_serves_when_there_is_no_header()
    {
        var token = _simulator.Token("""{"video":{"roomList":true} }""");
        var (status, _) = await _simulator.SendAsync($"/twirp/livekit.RoomService/ListRooms?access_token={token}", null, Json("{}"));
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task RoomAdmin_counts_for_the_tokens_own_room_alone()
    {
        var (own, _) = await _simulator.CallAsync("ListParticipants", """{"room":"r"}""", _simulator.AdminToken("r"));
        var (foreign, body) = await _simulator.CallAsync("ListParticipants", """{"room":"r"}""", _simulator.AdminToken("other"));
        Assert.Equal(200, own);
        Assert.Equal((401, """{"code":"unauthenticated","msg":"permissions denied"}"""), (foreign, body));
    }

    private Task<(int Status, string Body)> ListAsync(string? token) => _simulator.CallAsync("ListRooms", """{"names":["none"]}""", token);

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
