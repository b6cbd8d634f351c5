using System.Globalization;
using System.Net;
using System.Text;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.RateLimiting;

/// <summary>Limits as a tenant meets them. What each call costs, and how exact the limits are, is held by the unit tests.</summary>
[Collection(SharedStackTests.Name)]
public sealed class RateLimitApiTests(StackFixture stack)
{
    [Fact]
    public async Task A_tenant_over_its_limit_is_refused_and_let_in_again()
    {
        var tenant = await stack.CreateTenantAsync();
        await LimitAsync(tenant, """{"api_points_per_second":5,"api_burst":20}""");

        var refused = await UntilAsync(tenant, HttpStatusCode.TooManyRequests);

        Assert.Equal("rate_limited", refused.Code);
        Assert.Equal("\"api\";q=20;w=4", refused.Headers["RateLimit-Policy"]);
        var retryAfter = int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture);
        Assert.InRange(retryAfter, 1, 4);
        Assert.EndsWith($";t={retryAfter}", refused.Headers["RateLimit"], StringComparison.Ordinal);
        Assert.Equal(
            """{"name":"api_points_per_second","scope":"tenant","subject":null,"value":5,"used":null,"raised_by":"operator"}""",
            refused["limit"].GetRawText());
        (await (await stack.CreateTenantAsync()).Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        await UntilAsync(tenant, HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_operator_sets_is_listed_and_holds()
    {
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        await LimitAsync(tenant, """{"api_points_per_second":500,"mint_burst":50}""");

        await Eventually.HoldsAsync(
            async () => (await tenant.Api.GetAsync("/v1/rooms")).Headers["RateLimit-Policy"] == "\"api\";q=10000000;w=20000", "the limit holds");

        var limits = (await tenant.Api.GetAsync("/v1/limits")).Expect(HttpStatusCode.OK);
        Assert.Equal(
            [("ingresses", 100), ("api_points_per_second", 500), ("api_burst", 10_000_000), ("mints_per_second", 1_000_000), ("mint_burst", 50)],
            limits.Data.Select(limit => (limit.GetProperty("name").GetString()!, limit.GetProperty("value").GetInt64())));
        Assert.Equal("""{"read":1,"write":3,"start":10,"token":1}""", limits["costs"].GetRawText());
    }

    [Fact]
    public async Task A_request_that_was_refused_can_come_again_with_its_idempotency_key()
    {
        var tenant = await stack.CreateTenantAsync();
        await LimitAsync(tenant, """{"api_points_per_second":2,"api_burst":8}""");
        await UntilAsync(tenant, HttpStatusCode.TooManyRequests);

        List<ApiAnswer> answers = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                answers.Add(await CreateAsync(tenant));
                return answers[^1].Status == HttpStatusCode.Created;
            },
            "the room is created");

        // Three points come in a second and a half: the first attempt after a refusal is refused too.
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[0].Status);
        Assert.DoesNotContain(answers, answer => answer.Headers.ContainsKey("Idempotent-Replayed"));
    }

    [Fact]
    public async Task Webhooks_and_the_operator_have_no_limits()
    {
        var webhook = await stack.Anonymous.PostAsync("/webhooks/livekit", "{}");
        var asOperator = await stack.Operator.GetAsync($"/v1/operator/tenants/{(await stack.CreateTenantAsync()).Id}");
        var nobody = await stack.Anonymous.GetAsync("/v1/rooms");

        Assert.False(webhook.Headers.ContainsKey("RateLimit-Policy"));
        Assert.False(asOperator.Headers.ContainsKey("RateLimit-Policy"));
        Assert.StartsWith("\"address\";", nobody.Headers["RateLimit-Policy"], StringComparison.Ordinal);
    }

    private async Task LimitAsync(TestTenant tenant, string rates) =>
        (await stack.Operator.PutAsync($"/v1/operator/tenants/{tenant.Id}/limits", $$"""{"rate_limits":{{rates}}}""")).Expect(HttpStatusCode.OK);

    private static async Task<ApiAnswer> UntilAsync(TestTenant tenant, HttpStatusCode status)
    {
        ApiAnswer? answer = null;
        await Eventually.HoldsAsync(async () => (answer = await tenant.Api.GetAsync("/v1/rooms")).Status == status, $"a request is answered {status}");
        return answer!;
    }

    private static Task<ApiAnswer> CreateAsync(TestTenant tenant)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/rooms") { Content = new StringContent("""{"name":"lobby"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "one");
        return tenant.Api.SendAsync(request);
    }
}
