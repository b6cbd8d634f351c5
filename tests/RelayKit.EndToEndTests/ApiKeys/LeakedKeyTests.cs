using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.ApiKeys;

/// <summary>Anybody may report a key that has leaked.</summary>
[Collection(SharedStackTests.Name)]
public sealed class LeakedKeyTests(StackFixture stack)
{
    private const string Report = "/v1/leaked-keys";

    [Fact]
    public async Task A_reported_key_is_dead_with_all_its_secrets_and_its_tenant_is_told()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = (await tenant.Api.PostAsync("/v1/api-keys", """{"name":"Leaky"}""")).Expect(HttpStatusCode.Created);
        var rotated = (await tenant.Api.PostAsync($"/v1/api-keys/{made.Text("id")}/rotate", "{}")).Expect(HttpStatusCode.OK);

        var answer = (await stack.Anonymous.PostAsync(Report, new { key = made.Text("key"), url = "https://example.com/commit/1" })).Expect(HttpStatusCode.Accepted);

        Assert.Empty(answer.Body);
        foreach (var secret in new[] { made, rotated })
        {
            await Eventually.EqualAsync(
                HttpStatusCode.Unauthorized, async () => (await stack.Client(secret.Text("key")).GetAsync("/v1/rooms")).Status, "the key is refused");
        }

        Assert.Equal("leaked", (await tenant.Api.GetAsync($"/v1/api-keys/{made.Text("id")}")).Text("revoke_reason"));
        var told = Assert.Single((await tenant.Api.GetAsync("/v1/events?type=api_key.revoked")).Data).GetProperty("data");
        Assert.Equal(("leaked", "https://example.com/commit/1"), (told.GetProperty("reason").GetString(), told.GetProperty("found_at").GetString()));
    }

    [Fact]
    public async Task The_answer_is_the_same_whatever_was_reported()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = (await tenant.Api.PostAsync("/v1/api-keys", """{"name":"Leaky"}""")).Expect(HttpStatusCode.Created).Text("key");
        var unknown = made[..^1] + (made[^1] == 'a' ? 'b' : 'a');

        foreach (var key in new[] { made, made, unknown, "nothing" })
        {
            var answer = (await stack.Anonymous.PostAsync(Report, new { key })).Expect(HttpStatusCode.Accepted);
            Assert.Empty(answer.Body);
        }

        Assert.Single((await tenant.Api.GetAsync("/v1/events?type=api_key.revoked")).Data);
    }

    [Fact]
    public async Task A_secret_that_rotation_has_ended_harms_its_key_no_more()
    {
        var tenant = await stack.CreateTenantAsync();
        var made = (await tenant.Api.PostAsync("/v1/api-keys", """{"name":"Rotated"}""")).Expect(HttpStatusCode.Created);
        var rotated = (await tenant.Api.PostAsync($"/v1/api-keys/{made.Text("id")}/rotate", """{"overlap_seconds":0}""")).Expect(HttpStatusCode.OK);

        (await stack.Anonymous.PostAsync(Report, new { key = made.Text("key") })).Expect(HttpStatusCode.Accepted);

        Assert.Equal("active", (await tenant.Api.GetAsync($"/v1/api-keys/{made.Text("id")}")).Text("status"));
        (await stack.Client(rotated.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{}""", "/key")]
    [InlineData("""{"key":"x","url":"javascript:alert(1)"}""", "/url")]
    [InlineData("""{"key":"x","url":"file:///etc/passwd"}""", "/url")]
    [InlineData("""{"key":"x","where":"there"}""", "/where")]
    public async Task A_field_that_is_wrong_is_named(string body, params string[] pointers) =>
        (await stack.Anonymous.PostAsync(Report, body)).ExpectInvalid(pointers);
}
