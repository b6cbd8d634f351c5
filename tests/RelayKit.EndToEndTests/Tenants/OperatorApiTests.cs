using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Tenants;

[Collection(SharedStackTests.Name)]
public sealed class OperatorApiTests(StackFixture stack)
{
    private const string Tenants = "/v1/operator/tenants";

    [Fact]
    public async Task A_tenant_comes_with_a_key_that_works_at_once()
    {
        var created = (await stack.Operator.PostAsync(Tenants, new { name = "Ünï & Söhne" })).Expect(HttpStatusCode.Created);

        var key = created["api_key"];
        Assert.Matches("^ten_[0-9a-z]{26}$", created.Text("id"));
        Assert.Equal("Ünï & Söhne", created.Text("name"));
        Assert.Matches("^key_[0-9a-z]{26}$", key.GetProperty("id").GetString());
        Assert.Matches("^rk_live_[0-9A-Za-z]{49}$", key.GetProperty("key").GetString());
        Assert.StartsWith(key.GetProperty("prefix").GetString()!, key.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Equal("live", key.GetProperty("mode").GetString());
        Assert.Equal(JsonValueKind.Null, key.GetProperty("expires_at").ValueKind);
        (await stack.Client(key.GetProperty("key").GetString()).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_of_a_key_is_kept_but_its_hash()
    {
        var created = (await stack.Operator.PostAsync(Tenants, new { name = "A tenant" })).Expect(HttpStatusCode.Created);
        var key = created["api_key"].GetProperty("key").GetString()!;

        var row = await stack.Database.ScalarAsync<string>(
            "select to_jsonb(k)::text from api_keys k where tenant_id = $1", PublicIds.Decode(created.Text("id")));

        Assert.DoesNotContain(key[12..], row, StringComparison.Ordinal);
        Assert.Contains(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key))),
            row,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_stops_working_when_it_expires()
    {
        var tenant = await stack.CreateTenantAsync();
        var created = await stack.Operator.PostAsync(
            $"{Tenants}/{tenant.Id}/api-keys", new { name = "Short", expires_at = DateTimeOffset.UtcNow.AddSeconds(2) });
        var api = stack.Client(created.Expect(HttpStatusCode.Created).Text("key"));
        Assert.Equal("live", created.Text("mode"));
        (await api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);

        await Eventually.EqualAsync(
            HttpStatusCode.Unauthorized, async () => (await api.GetAsync("/v1/rooms")).Status, "the key has expired");
    }

    [Theory]
    [InlineData("""{}""", "/name")]
    [InlineData("""{"name":""}""", "/name")]
    [InlineData("""{"name":7}""", "/name")]
    [InlineData("""{"name":"a\u0000"}""", "/name")]
    [InlineData("""{"name":"\udfff"}""", "/name")]
    [InlineData("""{"name":"a","livekit_cluster":5}""", "/livekit_cluster")]
    [InlineData("""{"name":"a","plan":"gold"}""", "/plan")]
    public async Task A_tenants_field_that_is_wrong_is_named(string body, params string[] pointers) =>
        (await stack.Operator.PostAsync(Tenants, body)).ExpectInvalid(pointers);

    [Fact]
    public async Task A_tenants_name_that_is_too_long_is_named() =>
        (await stack.Operator.PostAsync(Tenants, new { name = new string('n', 201) })).ExpectInvalid("/name");

    [Theory]
    [InlineData("mars")]
    [InlineData("")]
    public async Task A_cluster_that_is_not_configured_is_refused(string cluster) =>
        (await stack.Operator.PostAsync(Tenants, new { name = "a", livekit_cluster = cluster }))
            .Expect(HttpStatusCode.BadRequest, "unknown_livekit_cluster");

    [Theory]
    [InlineData("""{}""", "/name")]
    [InlineData("""{"name":"k","mode":"both"}""", "/mode")]
    [InlineData("""{"name":"k","mode":"Live"}""", "/mode")]
    [InlineData("""{"name":"k","mode":7}""", "/mode")]
    [InlineData("""{"name":"k","expires_at":"2020-01-01T00:00:00Z"}""", "/expires_at")]
    [InlineData("""{"name":"k","expires_at":"2030-01-01T00:00:00"}""", "/expires_at")]
    [InlineData("""{"name":"k","expires_at":"tomorrow"}""", "/expires_at")]
    [InlineData("""{"name":"k","expires_at":"\ud800"}""", "/expires_at")]
    [InlineData("""{"name":"k","expires_at":1893456000}""", "/expires_at")]
    [InlineData("""{"name":"k","scopes":["all"]}""", "/scopes/0")]
    [InlineData("""{"name":"k","kind":"personal"}""", "/kind")]
    [InlineData("""{"name":"k","owner":"me"}""", "/owner")]
    [InlineData("""{"mode":"both","expires_at":"2020-01-01T00:00:00Z"}""", "/name", "/mode", "/expires_at")]
    public async Task A_keys_field_that_is_wrong_is_named(string body, params string[] pointers)
    {
        var tenant = await stack.CreateTenantAsync();

        (await stack.Operator.PostAsync($"{Tenants}/{tenant.Id}/api-keys", body)).ExpectInvalid(pointers);
    }

    [Theory]
    [InlineData("ten_01arz3ndektsv4rrffq69g5fav")]
    [InlineData("ten_")]
    [InlineData("key_01arz3ndektsv4rrffq69g5fav")]
    [InlineData("TEN_01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("%F0%9F%98%80")]
    public async Task A_tenant_that_does_not_exist_is_not_found(string id) =>
        (await stack.Operator.PostAsync($"{Tenants}/{id}/api-keys", new { name = "k" })).Expect(HttpStatusCode.NotFound, "tenant_not_found");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("operator-key-of-the-end-to-end-tests-012345678")]
    [InlineData("operator-key-of-the-end-to-end-tests-0123456789 ")]
    public async Task Only_the_operators_key_opens_the_operators_routes(string? key)
    {
        var answer = await stack.Client(key).PostAsync(Tenants, new { name = "a" });

        // A blank at the end of a header's value is no part of it (RFC 9110).
        if (key?.TrimEnd() == SiloSettings.OperatorKey)
        {
            answer.Expect(HttpStatusCode.Created);
            return;
        }

        answer.Expect(HttpStatusCode.Unauthorized, "invalid_operator_key");
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task A_tenants_key_is_no_operators_key_and_the_other_way_round()
    {
        var tenant = await stack.CreateTenantAsync();

        (await tenant.Api.PostAsync(Tenants, new { name = "a" })).Expect(HttpStatusCode.Unauthorized, "invalid_operator_key");
        (await stack.Operator.GetAsync("/v1/rooms")).Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
    }
}
