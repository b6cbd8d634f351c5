using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Inbound;

[Collection(SharedStackTests.Name)]
public sealed class LiveKitWebhookRefusalTests(StackFixture stack) : IAsyncLifetime
{
    private const int MaxBodyBytes = 2 * 1024 * 1024;

    private static readonly LiveKitKey Key = SiloSettings.LiveKitKey;

    private TestTenant _tenant = null!;
    private string _body = null!;

    public async Task InitializeAsync()
    {
        _tenant = await stack.CreateTenantAsync();
        var room = await _tenant.OpenRoomAsync("lobby", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        _body = LiveKitWebhooks.RoomStarted(room);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer   ")]
    public Task A_webhook_without_a_token_is_refused(string? authorization) => RefusesAsync(
        Key.Sign(_body) with { Authorization = authorization }, HttpStatusCode.Unauthorized, "webhook_token_missing");

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("....")]
    public Task A_token_that_is_none_is_refused(string authorization) => RefusesAsync(
        Key.Sign(_body) with { Authorization = authorization }, HttpStatusCode.Unauthorized, "webhook_token_malformed");

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS512","typ":"JWT"}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("[]")]
    public Task A_token_of_another_algorithm_is_refused(string header)
    {
        var claims = Key.Verify(Key.Sign(_body).Authorization!).ToJsonString();
        return RefusesAsync(
            Key.Sign(_body) with { Authorization = Key.Jwt(header, claims) }, HttpStatusCode.Unauthorized, "webhook_token_malformed");
    }

    [Fact]
    public Task An_unsigned_token_is_refused()
    {
        var claims = Key.Verify(Key.Sign(_body).Authorization!).ToJsonString();
        var unsigned = Key.Jwt("""{"alg":"none"}""", claims);
        return RefusesAsync(
            Key.Sign(_body) with { Authorization = unsigned[..(unsigned.LastIndexOf('.') + 1)] },
            HttpStatusCode.Unauthorized,
            "webhook_token_malformed");
    }

    [Fact]
    public Task A_token_without_an_expiry_is_refused() => RefusesAsync(
        Key.Sign(_body, claims => claims.Remove("exp")), HttpStatusCode.Unauthorized, "webhook_token_malformed");

    [Fact]
    public Task An_unknown_key_is_refused() => RefusesAsync(
        new LiveKitKey("APIstranger", Key.ApiSecret).Sign(_body), HttpStatusCode.Unauthorized, "webhook_key_unknown");

    [Fact]
    public Task A_wrong_secret_is_refused() => RefusesAsync(
        new LiveKitKey(Key.ApiKey, "another secret").Sign(_body), HttpStatusCode.Unauthorized, "webhook_signature_invalid");

    [Fact]
    public Task Another_clusters_secret_is_refused() => RefusesAsync(
        new LiveKitKey("APIaway", Key.ApiSecret).Sign(_body), HttpStatusCode.Unauthorized, "webhook_signature_invalid");

    [Fact]
    public Task Claims_that_were_changed_after_signing_are_refused()
    {
        var good = Key.Sign(_body);
        var parts = good.Authorization!.Split('.');
        var later = Key.Token(good.Body, claims => claims["exp"] = 99_999_999_999).Split('.')[1];
        return RefusesAsync(
            good with { Authorization = $"{parts[0]}.{later}.{parts[2]}" }, HttpStatusCode.Unauthorized, "webhook_signature_invalid");
    }

    [Fact]
    public async Task An_expired_token_is_refused_beyond_a_minute_of_leeway()
    {
        await RefusesAsync(Key.Sign(_body, Expires(-63)), HttpStatusCode.Unauthorized, "webhook_token_expired");

        (await stack.SendAsync(Key.Sign(_body, Expires(-50)))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_of_the_future_is_refused_beyond_a_minute_of_leeway()
    {
        await RefusesAsync(Key.Sign(_body, NotBefore(90)), HttpStatusCode.Unauthorized, "webhook_token_not_yet_valid");

        (await stack.SendAsync(Key.Sign(_body, NotBefore(50)))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public Task A_token_that_vouches_for_no_body_is_refused() => RefusesAsync(
        Key.Sign(_body, claims => claims.Remove("sha256")), HttpStatusCode.Unauthorized, "webhook_body_hash_missing");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no base64")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public Task A_body_hash_of_something_else_is_refused(string sha256) => RefusesAsync(
        Key.Sign(_body, claims => claims["sha256"] = sha256),
        HttpStatusCode.Unauthorized,
        sha256.Length == 0 ? "webhook_body_hash_missing" : "webhook_body_hash_mismatch");

    [Fact]
    public Task A_body_that_was_changed_on_the_way_is_refused() => RefusesAsync(
        Key.Sign(_body) with { Body = Encoding.UTF8.GetBytes(_body + " ") },
        HttpStatusCode.Unauthorized,
        "webhook_body_hash_mismatch");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused(bool chunked)
    {
        var signed = Key.Sign(_body[..^1] + $",\"x\":\"{new string('x', MaxBodyBytes)}\"}}");
        using var request = signed.ToRequest();
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await stack.Anonymous.SendAsync(request);

        answer.Expect(HttpStatusCode.RequestEntityTooLarge, "webhook_too_large");
        await NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"room_started\"")]
    [InlineData("{}")]
    [InlineData("""{"event":"room_started"}""")]
    [InlineData("""{"event":"room_started","id":"EV_1"}""")]
    [InlineData("""{"event":"room_started","id":"EV_1","createdAt":"soon"}""")]
    [InlineData("""{"event":"room_started","id":"EV_1","createdAt":"999999999999999"}""")]
    [InlineData("""{"event":5,"id":"EV_1","createdAt":"1786000000"}""")]
    [InlineData("""{"event":"room_started","id":"EV_1","createdAt":"1786000000","room":"lobby"}""")]
    [InlineData("""{"event":"room_started","id":"EV_1","createdAt":"1786000000","room":[]}""")]
    public Task A_body_that_is_no_webhook_is_refused(string body) =>
        RefusesAsync(Key.Sign(body), HttpStatusCode.BadRequest, "invalid_webhook_body");

    [Fact]
    public Task A_body_that_is_not_utf8_is_refused()
    {
        byte[] body = [.. "{\"event\":\""u8, 0xff, 0xfe, .. "\"}"u8];
        return RefusesAsync(new SignedWebhook(body, Key.Token(body)), HttpStatusCode.BadRequest, "invalid_webhook_body");
    }

    private static Action<JsonObject> Expires(int seconds) =>
        claims => claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private static Action<JsonObject> NotBefore(int seconds) =>
        claims => claims["nbf"] = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private async Task RefusesAsync(SignedWebhook webhook, HttpStatusCode status, string code)
    {
        (await stack.SendAsync(webhook)).Expect(status, code);
        await NothingIsKeptAsync();
    }

    private async Task NothingIsKeptAsync() => Assert.Equal(0, await stack.Database.ScalarAsync<long>(
        """
        select (select count(*) from sessions where tenant_id = $1)
             + (select count(*) from participant_sessions where tenant_id = $1)
             + (select count(*) from events where tenant_id = $1)
             + (select count(*) from event_counters where tenant_id = $1)
             + (select count(*) from usage_hourly where tenant_id = $1)
        """,
        _tenant.RowId));
}
