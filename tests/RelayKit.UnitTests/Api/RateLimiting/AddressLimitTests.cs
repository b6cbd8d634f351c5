namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>Requests without a good key, by the address that they come from.</summary>
public sealed class AddressLimitTests
{
    private static readonly Dictionary<string, string?> Three = new()
    {
        ["RelayKit:RateLimits:UnauthenticatedPerSecond"] = "1",
        ["RelayKit:RateLimits:UnauthenticatedBurst"] = "3",
    };

    public static TheoryData<string, string?> WithoutAGoodKey => new()
    {
        { "/v1/things", null },
        { "/v1/things", "rk_live_x" },
        { "/v1/things", PlayedKeys.Unknown() },
        { "/v1/operator/things", null },
        { "/v1/operator/things", "not-the-operators" },
    };

    [Theory]
    [MemberData(nameof(WithoutAGoodKey))]
    public async Task Whoever_has_no_good_key_is_refused_after_some_attempts_and_may_try_again(string path, string? key)
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        List<LimitedAnswer> answers = [];
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await api.GetAsync(key, path));
        }

        Assert.Equal([401, 401, 401, 429], answers.Select(answer => answer.Status));
        Assert.Equal(("\"address\";q=3;w=3", "\"address\";r=2;t=1"), (answers[0].Policy, answers[0].Left));
        Assert.Equal(("rate_limited", "1", "\"address\";r=0;t=1"), (answers[3].Code, answers[3].RetryAfter, answers[3].Left));
        Assert.Equal(
            """{"name":"unauthenticated_per_second","scope":"address","subject":"127.0.0.1/32","value":1,"used":null,"raised_by":"operator"}""",
            answers[3].Json.GetProperty("limit").GetRawText());
        api.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await api.GetAsync(key, path)).Status);
    }

    [Fact]
    public async Task A_page_that_needs_no_key_costs_a_point_too()
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        List<int> statuses = [];
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await api.GetAsync(null, "/page")).Status);
        }

        Assert.Equal([200, 200, 200, 429], statuses);
        Assert.Equal(200, (await api.GetAsync(LimitedApi.OperatorKey, "/v1/operator/things")).Status);
    }

    [Fact]
    public async Task A_guess_over_the_limit_is_not_looked_up_any_more()
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        for (var i = 0; i < 10; i++)
        {
            await api.GetAsync(PlayedKeys.Unknown());
        }

        Assert.Equal(3, api.Keys.LookUps);
    }

    [Fact]
    public async Task A_good_key_costs_no_point_not_even_the_first_time()
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        for (var i = 0; i < 5; i++)
        {
            var answer = await api.GetAsync(api.Keys.Add());
            Assert.Equal((200, "\"api\";q=10;w=5"), (answer.Status, answer.Policy));
        }

        Assert.Equal("\"address\";r=2;t=1", (await api.GetAsync(null)).Left);
    }

    [Fact]
    public async Task A_good_key_goes_on_from_an_address_that_guesses_also_when_it_has_to_be_looked_up_again()
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        var key = api.Keys.Add();
        await api.GetAsync(key);
        await ExhaustAsync(api);

        Assert.Equal(200, (await api.GetAsync(key)).Status);
        api.Time.Advance(TimeSpan.FromSeconds(30));
        await ExhaustAsync(api);
        Assert.Equal(200, (await api.GetAsync(key)).Status);
        Assert.Equal(429, (await api.GetAsync(PlayedKeys.Unknown())).Status);
    }

    [Fact]
    public async Task A_key_that_was_revoked_costs_points_like_any_other_bad_one()
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        var key = api.Keys.Add();
        await api.GetAsync(key);
        api.Keys.Revoke(key);
        api.Time.Advance(TimeSpan.FromSeconds(2));
        List<int> statuses = [];
        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await api.GetAsync(key)).Status);
        }

        Assert.Equal([401, 401, 401, 429], statuses);
    }

    [Fact]
    public async Task While_keys_cannot_be_looked_up_nobody_is_blamed()
    {
        await using var api = await LimitedApi.StartAsync(settings: Three);
        api.Keys.IsAway = true;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(503, (await api.GetAsync(PlayedKeys.Unknown())).Status);
        }
    }

    private static async Task ExhaustAsync(LimitedApi api)
    {
        while ((await api.GetAsync(null)).Status != 429)
        {
        }
    }
}
