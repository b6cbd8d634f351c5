using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>What a tenant's requests cost, what they are told, and when they are refused.</summary>
public sealed class RateLimitFilterTests
{
    [Fact]
    public async Task Every_answer_says_what_the_limit_is_and_what_is_left_of_it()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(2, 10), mint: new RateLimit(10, 100));
        var key = api.Keys.Add();

        var read = await api.GetAsync(key);
        var write = await api.PostAsync(key);
        var mint = await api.PostAsync(key, "/v1/tokens/1");
        var fault = await api.GetAsync(key, "/v1/faults");

        Assert.Equal((200, "\"api\";q=10;w=5", "\"api\";r=9;t=1", null), (read.Status, read.Policy, read.Left, read.RetryAfter));
        Assert.Equal((200, "\"api\";q=10;w=5", "\"api\";r=6;t=2"), (write.Status, write.Policy, write.Left));
        Assert.Equal((200, "\"mint\";q=100;w=10", "\"mint\";r=99;t=1"), (mint.Status, mint.Policy, mint.Left));
        Assert.Equal((500, "\"api\";q=10;w=5", "\"api\";r=5;t=3"), (fault.Status, fault.Policy, fault.Left));
    }

    [Fact]
    public async Task A_tenant_over_its_limit_is_refused_told_why_and_let_in_again_in_time()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(2, 10));
        var key = api.Keys.Add();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await api.GetAsync(key)).Status);
        }

        var refused = await api.GetAsync(key);
        var other = await api.GetAsync(api.Keys.Add());

        Assert.Equal((429, "rate_limited", "\"api\";q=10;w=5"), (refused.Status, refused.Code, refused.Policy));
        var seconds = int.Parse(refused.RetryAfter!, null);
        Assert.InRange(seconds, 1, 5);
        Assert.Equal($"\"api\";r=0;t={seconds}", refused.Left);
        Assert.Equal(
            """{"name":"api_points_per_second","scope":"tenant","subject":null,"value":2,"used":null,"raised_by":"operator"}""",
            refused.Json.GetProperty("limit").GetRawText());
        Assert.Contains("2 points a second, 10 at once, and this call costs 1", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, other.Status);
        Assert.Equal(11, api.Runs);
        await api.WaitAsync(seconds);
        Assert.Equal(200, (await api.GetAsync(key)).Status);
    }

    [Fact]
    public async Task A_write_costs_three_and_a_start_ten()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(1, 20));
        var key = api.Keys.Add();

        Assert.Equal("\"api\";r=10;t=10", (await api.PostAsync(key, "/v1/starts")).Left);
        Assert.Equal("\"api\";r=7;t=13", (await api.PostAsync(key)).Left);
        Assert.Equal("\"api\";r=4;t=16", (await api.PostAsync(key)).Left);
        Assert.Equal("\"api\";r=1;t=19", (await api.PostAsync(key)).Left);
        Assert.Equal(429, (await api.PostAsync(key)).Status);
        Assert.Equal(200, (await api.GetAsync(key)).Status);
    }

    [Fact]
    public async Task A_call_that_costs_more_than_there_ever_is_takes_all_of_it_and_is_not_impossible()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(1, 1));
        var key = api.Keys.Add();

        Assert.Equal(200, (await api.PostAsync(key, "/v1/starts")).Status);
        Assert.Equal(429, (await api.PostAsync(key, "/v1/starts")).Status);
        await api.WaitAsync(10);
        Assert.Equal(200, (await api.PostAsync(key, "/v1/starts")).Status);
    }

    [Fact]
    public async Task A_batch_costs_a_point_for_each_token_of_a_limit_of_its_own()
    {
        await using var api = await LimitedApi.StartAsync(mint: new RateLimit(10, 100));
        var key = api.Keys.Add();

        var first = await api.PostAsync(key, "/v1/tokens/60");
        var second = await api.PostAsync(key, "/v1/tokens/60");
        var read = await api.GetAsync(key);

        Assert.Equal((200, "\"mint\";r=40;t=6"), (first.Status, first.Left));
        Assert.Equal((429, "rate_limited", "mints_per_second"), (second.Status, second.Code, second.Json.GetProperty("limit").GetProperty("name").GetString()));
        Assert.Contains("10 tokens a second, 100 at once, and asks for 60", second.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("\"api\";r=9;t=1", read.Left);
        await api.WaitAsync(int.Parse(second.RetryAfter!, null));
        Assert.Equal(200, (await api.PostAsync(key, "/v1/tokens/60")).Status);
    }

    [Fact]
    public async Task A_batch_that_is_never_let_through_is_told_how_large_one_may_be()
    {
        await using var api = await LimitedApi.StartAsync(mint: new RateLimit(10, 40));
        var key = api.Keys.Add();

        var refused = await api.PostAsync(key, "/v1/tokens/60");

        Assert.Equal(429, refused.Status);
        Assert.Contains("ask for 30 at most", refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await api.PostAsync(key, "/v1/tokens/29")).Status);
    }

    [Theory]
    [InlineData("/v1/things")]
    [InlineData("/v1/tokens/50")]
    public async Task A_refusal_is_not_kept_and_the_request_can_come_again_with_its_key(string path)
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(1, 4), mint: new RateLimit(10, 80));
        var key = api.Keys.Add();
        Assert.Equal(200, (await api.PostAsync(key, path)).Status);

        var refused = await api.PostAsync(key, path, idempotencyKey: "one");
        await api.WaitAsync(9);
        var done = await api.PostAsync(key, path, idempotencyKey: "one");
        var runs = api.Runs;
        var repeated = await api.PostAsync(key, path, idempotencyKey: "one");

        Assert.Equal((429, 200), (refused.Status, done.Status));
        Assert.Equal((2, 2), (runs, api.Runs));
        Assert.True(repeated.Status is 200 or 429);
    }

    [Fact]
    public async Task Without_limits_nothing_is_counted_or_said()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(1, 1), settings: new() { ["RelayKit:RateLimits:Enabled"] = "false" });
        var key = api.Keys.Add();

        for (var i = 0; i < 20; i++)
        {
            var answer = await api.PostAsync(key, "/v1/tokens/90");
            Assert.Equal((200, null, null), (answer.Status, answer.Policy, answer.Left));
        }

        Assert.Equal(0, api.Leases.Calls);
    }

    [Fact]
    public async Task At_the_limit_the_grain_hears_of_requests_by_the_dozen()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(60, 300));
        var key = api.Keys.Add();

        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(200, (await api.GetAsync(key)).Status);
        }

        // At first it asks for little and often; once it knows what is used, it asks for it ahead.
        Assert.InRange(api.Leases.Calls, 1, 15);
    }

    [Fact]
    public async Task A_limit_that_changes_holds_within_two_seconds_for_who_rests_on_points_and_for_who_waits_for_them()
    {
        await using var api = await LimitedApi.StartAsync(api: new RateLimit(1, 1_000));
        var (rich, poor) = (api.Keys.Add(), api.Keys.Add());
        await api.GetAsync(rich);
        for (var status = 200; status != 429; status = (await api.PostAsync(poor, "/v1/starts")).Status)
        {
        }

        api.Policies.Policy = api.Policies.Policy with { Api = new RateLimit(500, 5_000) };
        for (var i = 0; i < 4; i++)
        {
            await api.WaitAsync(0.5);
            await api.GetAsync(rich);
            await api.GetAsync(poor);
        }

        // What was begun by the last look is done on other threads.
        foreach (var key in new[] { rich, poor })
        {
            await Until(async () => (await api.GetAsync(key)).Policy == "\"api\";q=5000;w=10");
        }

        await api.WaitAsync(2);
        Assert.Equal(200, (await api.PostAsync(poor)).Status);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
