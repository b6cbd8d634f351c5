using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.ApiKeys;

/// <summary>A tenant's API keys from the first to the last, over HTTP.</summary>
[Collection(SharedStackTests.Name)]
public sealed class ApiKeyApiTests(StackFixture stack)
{
    private const string Keys = "/v1/api-keys";

    [Fact]
    public async Task A_key_has_what_was_asked_for_and_shows_its_secret_once()
    {
        var tenant = await stack.CreateTenantAsync();

        var made = (await tenant.Api.PostAsync(Keys, """
            {"name":"Join server","mode":"live","scopes":["tokens:write","rooms:read"],"expires_at":"2099-01-01T00:00:00Z",
             "allowed_ips":["127.0.0.1","10.0.0.0/8"],"rate_limit":{"points_per_second":50}}
            """)).Expect(HttpStatusCode.Created);

        var key = made.Text("key");
        Assert.Matches("^rk_live_[0-9A-Za-z]{49}$", key);
        Assert.Equal(["rooms:read", "tokens:write"], made["scopes"].EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(("active", "service", key[..12], key[^4..]), (made.Text("status"), made.Text("kind"), made.Text("prefix"), made.Text("last_four")));
        Assert.Equal((50, 250), (made["rate_limit"].GetProperty("points_per_second").GetInt32(), made["rate_limit"].GetProperty("burst").GetInt32()));
        Assert.Equal(JsonValueKind.Null, made["last_used_at"].ValueKind);
        var api = stack.Client(key);
        (await api.GetAsync("/v1/usage")).Expect(HttpStatusCode.Forbidden, "insufficient_scope");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(key, "/v1/rooms")).StatusCode);
        var read = (await tenant.Api.GetAsync($"{Keys}/{made.Text("id")}")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(key[12..^4], read.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_makes_another_gives_it_what_it_has_and_never_more()
    {
        var tenant = await stack.CreateTenantAsync();
        var maker = stack.Client((await MakeAsync(tenant.Api, """{"name":"Maker","scopes":["api_keys:write","api_keys:read","rooms:read"],"expires_at":"2098-01-01T00:00:00Z"}""")).Text("key"));

        var made = await MakeAsync(maker, """{"name":"Made"}""");
        Assert.Equal(["rooms:read", "api_keys:read", "api_keys:write"], made["scopes"].EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal("2098-01-01T00:00:00.000Z", made.Text("expires_at"));
        foreach (var more in new[] { """{"name":"x","scopes":["rooms:write"]}""", """{"name":"x","expires_at":"2099-01-01T00:00:00Z"}""" })
        {
            (await maker.PostAsync(Keys, more)).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
        }

        // Neither by a change of itself, nor by the secret of a greater one.
        var own = (await maker.GetAsync(Keys)).Data.Single(key => key.GetProperty("name").GetString() == "Maker").GetProperty("id").GetString();
        var first = (await maker.GetAsync(Keys)).Data.Single(key => key.GetProperty("name").GetString() == "First key").GetProperty("id").GetString();
        (await maker.PatchAsync($"{Keys}/{own}", """{"scopes":["rooms:write"]}""")).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
        (await maker.PostAsync($"{Keys}/{first}/rotate", "{}")).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
        (await maker.DeleteAsync($"{Keys}/{first}")).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
        (await maker.PostAsync(Keys, """{"name":"x","kind":"personal"}""")).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
    }

    [Fact]
    public async Task A_test_key_makes_and_sees_test_keys_only()
    {
        var tenant = await stack.CreateTenantAsync();
        var test = await tenant.CreateTestModeClientAsync();
        var live = (await tenant.Api.GetAsync($"{Keys}?mode=live")).Data[0].GetProperty("id").GetString();

        Assert.Equal("test", (await MakeAsync(test, """{"name":"Another"}""")).Text("mode"));
        (await test.PostAsync(Keys, """{"name":"x","mode":"live"}""")).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
        (await test.GetAsync($"{Keys}/{live}")).Expect(HttpStatusCode.NotFound, "api_key_not_found");
        (await test.PostAsync($"{Keys}/{live}/rotate", "{}")).Expect(HttpStatusCode.NotFound, "api_key_not_found");
        Assert.All((await test.GetAsync(Keys)).Data, key => Assert.Equal("test", key.GetProperty("mode").GetString()));
        Assert.Empty((await test.GetAsync($"{Keys}?mode=live")).Data);
    }

    [Fact]
    public async Task After_a_rotation_the_old_secret_works_until_the_overlap_is_over_and_without_one_no_more()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await MakeAsync(tenant.Api, """{"name":"Rotated"}""");
        var path = $"{Keys}/{made.Text("id")}";

        var rotated = (await tenant.Api.PostAsync($"{path}/rotate", """{"overlap_seconds":3600}""")).Expect(HttpStatusCode.OK);
        Assert.Equal(made.Text("id"), rotated.Text("id"));
        Assert.NotEqual(made.Text("key"), rotated.Text("key"));
        (await stack.Client(made.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        (await stack.Client(rotated.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        Assert.Equal(made.Text("prefix"), Assert.Single((await tenant.Api.GetAsync(path))["replaced_secrets"].EnumerateArray()).GetProperty("prefix").GetString());

        var last = (await tenant.Api.PostAsync($"{path}/rotate", """{"overlap_seconds":0}""")).Expect(HttpStatusCode.OK);
        foreach (var old in new[] { made, rotated })
        {
            await UntilRefusedAsync(old.Text("key"));
        }

        (await stack.Client(last.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_rotation_that_is_repeated_under_one_idempotency_key_rotates_once()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await MakeAsync(tenant.Api, """{"name":"Rotated"}""");
        var path = $"{Keys}/{made.Text("id")}/rotate";

        var first = (await tenant.Api.PostWithKeyAsync(path, new { }, "once")).Expect(HttpStatusCode.OK);
        var again = (await tenant.Api.PostWithKeyAsync(path, new { }, "once")).Expect(HttpStatusCode.OK);

        Assert.Equal(first.Text("key"), again.Text("key"));
        Assert.Single((await tenant.Api.GetAsync($"{Keys}/{made.Text("id")}"))["replaced_secrets"].EnumerateArray());
    }

    [Fact]
    public async Task A_key_is_switched_off_and_on_and_changed_and_in_the_end_revoked_for_good()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await MakeAsync(tenant.Api, """{"name":"Changed"}""");
        var (path, key) = ($"{Keys}/{made.Text("id")}", made.Text("key"));

        Assert.Equal("disabled", (await tenant.Api.PatchAsync(path, """{"enabled":false}""")).Expect(HttpStatusCode.OK).Text("status"));
        await UntilRefusedAsync(key);
        Assert.Equal("active", (await tenant.Api.PatchAsync(path, """{"enabled":true,"name":"Named","scopes":["rooms:read"],"allowed_ips":["127.0.0.1"]}""")).Text("status"));
        await Eventually.EqualAsync(HttpStatusCode.OK, async () => (await stack.Client(key).GetAsync("/v1/rooms")).Status, "the key works again");
        (await stack.Client(key).GetAsync("/v1/usage")).Expect(HttpStatusCode.Forbidden, "insufficient_scope");
        Assert.Empty((await tenant.Api.PatchAsync(path, """{"allowed_ips":null}"""))["allowed_ips"].EnumerateArray());

        var revoked = (await tenant.Api.DeleteAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal(("revoked", "requested"), (revoked.Text("status"), revoked.Text("revoke_reason")));
        await UntilRefusedAsync(key);
        Assert.Equal(revoked.Text("revoked_at"), (await tenant.Api.DeleteAsync(path)).Expect(HttpStatusCode.OK).Text("revoked_at"));
        (await tenant.Api.PatchAsync(path, """{"enabled":true}""")).Expect(HttpStatusCode.Conflict, "api_key_revoked");
        (await tenant.Api.PostAsync($"{path}/rotate", "{}")).Expect(HttpStatusCode.Conflict, "api_key_revoked");
        var events = (await tenant.Api.GetAsync("/v1/events?type=api_key.created,api_key.revoked")).Data;
        Assert.Equal(["api_key.created", "api_key.revoked"], events.Select(told => told.GetProperty("type").GetString()).Order(StringComparer.Ordinal));
        Assert.All(events, told => Assert.StartsWith("key_", told.GetProperty("data").GetProperty("by").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_uses_a_key_last_is_on_it()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await MakeAsync(tenant.Api, """{"name":"Used"}""");
        using var answer = await SendAsync(made.Text("key"), "/v1/rooms", "acme-backend/1.0");

        await Eventually.HoldsAsync(
            async () => (await tenant.Api.GetAsync($"{Keys}/{made.Text("id")}"))["last_used_at"].ValueKind == JsonValueKind.String, "the use is written down");

        var read = await tenant.Api.GetAsync($"{Keys}/{made.Text("id")}");
        Assert.Equal(("127.0.0.1", "acme-backend/1.0"), (read.Text("last_used_ip"), read.Text("last_used_user_agent")));
    }

    [Fact]
    public async Task A_stream_ends_soon_after_its_key()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = await MakeAsync(tenant.Api, """{"name":"Streaming","scopes":["events:read"]}""");
        using var stream = await stack.Client(made.Text("key")).OpenAsync("/v1/events/stream");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        await using var body = await stream.Content.ReadAsStreamAsync();

        (await tenant.Api.DeleteAsync($"{Keys}/{made.Text("id")}")).Expect(HttpStatusCode.OK);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[1024];
        while (await body.ReadAsync(buffer, patience.Token) > 0)
        {
        }
    }

    [Theory]
    [InlineData("""{}""", "/name")]
    [InlineData("""{"name":"k","mode":"both"}""", "/mode")]
    [InlineData("""{"name":"k","kind":"shared"}""", "/kind")]
    [InlineData("""{"name":"k","scopes":[]}""", "/scopes")]
    [InlineData("""{"name":"k","scopes":["rooms:read","all",null]}""", "/scopes/1", "/scopes/2")]
    [InlineData("""{"name":"k","allowed_ips":["10.0.0.1/8","10.0.0.0/8","host"]}""", "/allowed_ips/0", "/allowed_ips/2")]
    [InlineData("""{"name":"k","allowed_ips":[null]}""", "/allowed_ips/0")]
    [InlineData("""{"name":"k","rate_limit":{}}""", "/rate_limit/points_per_second")]
    [InlineData("""{"name":"k","rate_limit":{"points_per_second":0,"burst":0}}""", "/rate_limit/points_per_second", "/rate_limit/burst")]
    [InlineData("""{"name":"k","expires_at":"2020-01-01T00:00:00Z"}""", "/expires_at")]
    public async Task A_field_that_is_wrong_is_named(string body, params string[] pointers) =>
        (await (await stack.CreateTenantAsync()).Api.PostAsync(Keys, body)).ExpectInvalid(pointers);

    [Theory]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"scopes":null,"enabled":null}""", "/scopes", "/enabled")]
    [InlineData("""{"mode":"test"}""", "/mode")]
    public async Task A_field_of_a_change_that_is_wrong_is_named(string body, params string[] pointers)
    {
        var tenant = await stack.CreateTenantAsync();
        var id = (await tenant.Api.GetAsync(Keys)).Data[0].GetProperty("id").GetString();

        (await tenant.Api.PatchAsync($"{Keys}/{id}", body)).ExpectInvalid(pointers);
    }

    private static async Task<ApiAnswer> MakeAsync(ApiClient api, string body) => (await api.PostAsync(Keys, body)).Expect(HttpStatusCode.Created);

    private Task UntilRefusedAsync(string key) => Eventually.EqualAsync(
        HttpStatusCode.Unauthorized, async () => (await stack.Client(key).GetAsync("/v1/rooms")).Status, "the key is refused");

    /// <summary>Of a key with a limit of its own an answer has the fields of both.</summary>
    private async Task<HttpResponseMessage> SendAsync(string key, string path, string? userAgent = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stack.Url, path));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        if (userAgent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        }

        return await http.SendAsync(request);
    }
}
