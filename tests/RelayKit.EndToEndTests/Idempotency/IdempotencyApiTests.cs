using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Idempotency;

/// <summary>Repeating a POST under one key: one effect and one answer.</summary>
[Collection(SharedStackTests.Name)]
public sealed class IdempotencyApiTests(StackFixture stack)
{
    private const string Tenants = "/v1/operator/tenants";

    [Fact]
    public async Task A_token_that_is_asked_for_again_is_the_same_token()
    {
        var api = await WithRoomAsync();

        var first = (await api.PostWithKeyAsync("/v1/rooms/lobby/tokens", new { identity = "ada" }, "k")).Expect(HttpStatusCode.Created);
        var again = await api.PostWithKeyAsync("/v1/rooms/lobby/tokens", new { identity = "ada" }, "\"k\"");
        var without = await api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ada" });

        again.ExpectReplayOf(first);
        Assert.NotEqual(first.Headers["Request-Id"], again.Headers["Request-Id"]);
        Assert.False(without.IsReplay());
    }

    [Fact]
    public async Task A_room_and_a_refusal_are_answered_again_as_they_were()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        var created = (await api.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Created);
        (await api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);
        (await api.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).ExpectReplayOf(created);
        (await api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound);

        var refused = (await api.PostWithKeyAsync("/v1/rooms/hall/tokens", new { identity = "ada" }, "k")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.PostAsync("/v1/rooms", new { name = "hall" })).Expect(HttpStatusCode.Created);
        (await api.PostWithKeyAsync("/v1/rooms/hall/tokens", new { identity = "ada" }, "k")).ExpectReplayOf(refused);
    }

    [Fact]
    public async Task A_key_holds_for_one_path_one_credential_and_one_body()
    {
        var tenant = await stack.CreateTenantAsync();
        var (ann, annsTest, bob) = (tenant.Api, await tenant.CreateTestModeClientAsync(), (await stack.CreateTenantAsync()).Api);
        var first = (await ann.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Created);

        (await ann.PostWithKeyAsync("/v1/rooms", new { name = "hall" }, "k")).Expect(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await ann.PostWithKeyAsync("/v1/rooms", """{ "name":"lobby"}""", "k")).Expect(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        var token = (await ann.PostWithKeyAsync("/v1/rooms/lobby/tokens", new { identity = "ada" }, "k")).Expect(HttpStatusCode.Created);
        var test = (await annsTest.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Created);
        var bobs = (await bob.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Created);

        Assert.All([token, test, bobs], answer => Assert.False(answer.IsReplay()));
        Assert.Equal(3, new[] { first, test, bobs }.Select(room => room.Text("livekit_name")).Distinct().Count());
    }

    [Fact]
    public async Task A_body_that_is_refused_leaves_the_key_for_the_mended_one()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.PostWithKeyAsync("/v1/rooms", """{"name":""", "k")).Expect(HttpStatusCode.BadRequest);
        (await api.PostWithKeyAsync("/v1/rooms", new { name = "a b" }, "k")).ExpectInvalid("/name");
        (await api.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Who_may_not_ask_takes_no_key()
    {
        (await stack.Anonymous.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Unauthorized, "missing_api_key");
        (await stack.Client("rk_live_x").PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "\"half")).Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
        (await stack.Anonymous.PostWithKeyAsync(Tenants, new { name = "A tenant" }, "k")).Expect(HttpStatusCode.Unauthorized, "invalid_operator_key");
    }

    [Theory]
    [InlineData("\"half")]
    [InlineData("a\tb")]
    public async Task A_header_that_is_no_key_is_named(string key) =>
        (await (await stack.CreateTenantAsync()).Api.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, key)).ExpectInvalid("Idempotency-Key");

    [Fact]
    public async Task A_key_that_is_too_long_is_named() => (await (await stack.CreateTenantAsync()).Api.PostWithKeyAsync(
        "/v1/rooms", new { name = "lobby" }, new string('k', 256))).ExpectInvalid("Idempotency-Key");

    [Fact]
    public async Task A_tenant_that_is_made_twice_under_one_key_is_one_tenant_with_one_key()
    {
        var key = Guid.NewGuid().ToString();

        var first = (await stack.Operator.PostWithKeyAsync(Tenants, new { name = key }, key)).Expect(HttpStatusCode.Created);
        (await stack.Operator.PostWithKeyAsync(Tenants, new { name = key }, key)).ExpectReplayOf(first);

        Assert.Equal(1, await stack.Database.ScalarAsync<long>("select count(*) from tenants where name = $1", key));
        (await stack.Client(first["api_key"].GetProperty("key").GetString()).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_the_first_is_under_way_the_others_are_told_to_come_again()
    {
        var tenant = await stack.CreateTenantAsync();
        var path = $"{Tenants}/{tenant.Id}/api-keys";
        await using var effect = await HeldTable.HoldAsync(stack.Database, "api_keys");
        var first = stack.Operator.PostWithKeyAsync(path, new { name = "one" }, tenant.Id);
        await effect.SomebodyWaitsAsync();

        var same = await stack.Operator.PostWithKeyAsync(path, new { name = "one" }, tenant.Id);
        var other = await stack.Operator.PostWithKeyAsync(path, new { name = "two" }, tenant.Id);
        await effect.LetGoAsync();

        same.Expect(HttpStatusCode.Conflict, "idempotency_key_in_use");
        Assert.Equal("1", same.Headers["Retry-After"]);
        other.Expect(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        var made = (await first).Expect(HttpStatusCode.Created);
        (await stack.Operator.PostWithKeyAsync(path, new { name = "one" }, tenant.Id)).ExpectReplayOf(made);
    }

    [Fact]
    public async Task After_24_hours_the_key_is_new()
    {
        var tenant = await stack.CreateTenantAsync();
        var first = (await tenant.Api.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).Expect(HttpStatusCode.Created);
        await PassAsync(TimeSpan.FromHours(23) + TimeSpan.FromMinutes(59));
        (await tenant.Api.PostWithKeyAsync("/v1/rooms", new { name = "lobby" }, "k")).ExpectReplayOf(first);

        await PassAsync(TimeSpan.FromMinutes(1));
        var next = (await tenant.Api.PostWithKeyAsync("/v1/rooms", new { name = "hall" }, "k")).Expect(HttpStatusCode.Created);

        Assert.False(next.IsReplay());
        (await tenant.Api.PostWithKeyAsync("/v1/rooms", new { name = "hall" }, "k")).ExpectReplayOf(next);

        Task PassAsync(TimeSpan time) => stack.Database.ScalarAsync<DateTime>(
            "update idempotency_keys set created_at = created_at - $2 where tenant_id = $1 returning created_at", tenant.RowId, time);
    }

    private async Task<ApiClient> WithRoomAsync()
    {
        var api = (await stack.CreateTenantAsync()).Api;
        (await api.PostAsync("/v1/rooms", new { name = "lobby" })).Expect(HttpStatusCode.Created);
        return api;
    }
}
