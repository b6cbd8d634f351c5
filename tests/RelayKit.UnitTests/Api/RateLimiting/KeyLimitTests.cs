using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>A key that has a limit of its own is held to both.</summary>
public sealed class KeyLimitTests
{
    [Fact]
    public async Task A_key_is_held_to_its_own_limit_and_the_others_of_its_tenant_are_not()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(100, 1_000));
        var tenant = new RelayKit.Tenants.TenantId(Guid.NewGuid());
        var limited = api.Keys.Add(with: key => key with { Tenant = tenant, RateLimit = new RateLimit(1, 4) });
        var free = api.Keys.Add(with: key => key with { Tenant = tenant });

        var answers = new List<LimitedAnswer>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await api.GetAsync(limited));
        }

        // A burst of 4, of which the processes never hold more than three quarters.
        Assert.Equal([200, 200, 200], answers.Take(3).Select(answer => answer.Status));
        var refused = answers[^1];
        Assert.Equal((429, "rate_limited"), (refused.Status, refused.Code));
        var limit = refused.Json.GetProperty("limit");
        Assert.Equal(
            ("api_key_points_per_second", "api_key", "tenant", 1),
            (limit.GetProperty("name").GetString(), limit.GetProperty("scope").GetString(), limit.GetProperty("raised_by").GetString(), limit.GetProperty("value").GetInt32()));
        Assert.StartsWith("key_", limit.GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(200, (await api.GetAsync(free)).Status);
    }

    [Fact]
    public async Task An_answer_says_what_is_left_of_both()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(10, 100));

        var answer = await api.GetAsync(api.Keys.Add(with: key => key with { RateLimit = new RateLimit(5, 25) }));

        Assert.Equal("\"api\";q=100;w=10, \"api_key\";q=25;w=5", answer.Policy);
        Assert.Matches("^\"api\";r=[0-9]+;t=[0-9]+, \"api_key\";r=[0-9]+;t=[0-9]+$", answer.Left);
    }

    [Fact]
    public async Task A_key_without_one_is_held_to_its_tenants_alone()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(10, 100));

        Assert.Equal("\"api\";q=100;w=10", (await api.GetAsync(api.Keys.Add())).Policy);
    }
}
