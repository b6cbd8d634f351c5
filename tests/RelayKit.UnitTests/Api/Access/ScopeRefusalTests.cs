using RelayKit.Access;
using RelayKit.RateLimiting;
using RelayKit.UnitTests.Api.RateLimiting;

namespace RelayKit.UnitTests.Api.Access;

/// <summary>A key does what its scopes say, over HTTP.</summary>
public sealed class ScopeRefusalTests
{
    [Fact]
    public async Task A_key_without_the_scope_is_refused_and_hears_which_one_it_lacks_and_what_it_has()
    {
        await using var api = await LimitedApi.StartAsync();
        var key = api.Keys.Add(ScopeSet.Of(Scope.RoomsRead, Scope.TokensWrite));

        var answer = await api.PostAsync(key, "/v1/writes");

        Assert.Equal((403, "insufficient_scope"), (answer.Status, answer.Code));
        var detail = answer.Json.GetProperty("detail").GetString()!;
        Assert.Contains("needs the scope rooms:write", detail, StringComparison.Ordinal);
        Assert.Contains("has rooms:read, tokens:write", detail, StringComparison.Ordinal);
        Assert.Contains("PATCH /v1/api-keys/key_", detail, StringComparison.Ordinal);
        Assert.Equal(0, api.Runs);
    }

    [Fact]
    public async Task A_key_with_the_scope_is_let_in()
    {
        await using var api = await LimitedApi.StartAsync();

        Assert.Equal(200, (await api.GetAsync(api.Keys.Add(ScopeSet.Of(Scope.RoomsRead)))).Status);
        Assert.Equal(200, (await api.PostAsync(api.Keys.Add(ScopeSet.Of(Scope.RoomsWrite)), "/v1/writes")).Status);
        Assert.Equal(200, (await api.PostAsync(api.Keys.Add(ScopeSet.All), "/v1/writes")).Status);
    }

    [Fact]
    public async Task To_change_does_not_include_to_read()
    {
        await using var api = await LimitedApi.StartAsync();

        Assert.Equal(403, (await api.GetAsync(api.Keys.Add(ScopeSet.Of(Scope.RoomsWrite)))).Status);
    }

    [Fact]
    public async Task A_refusal_takes_a_point_of_the_address_and_none_of_the_tenants()
    {
        await using var api = await LimitedApi.StartAsync(
            api: new RateLimit(1, 4), settings: new() { ["RelayKit:RateLimits:UnauthenticatedPerSecond"] = "1", ["RelayKit:RateLimits:UnauthenticatedBurst"] = "2" });
        var key = api.Keys.Add(ScopeSet.Of(Scope.RoomsRead));
        await api.GetAsync(key);

        var refusals = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            refusals.Add((await api.PostAsync(key, "/v1/writes")).Status);
        }

        Assert.Equal([403, 403, 429, 429], refusals);
        Assert.Equal(200, (await api.GetAsync(key)).Status);
    }
}
