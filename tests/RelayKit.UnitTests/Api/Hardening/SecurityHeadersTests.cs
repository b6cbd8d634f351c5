namespace RelayKit.UnitTests.Api.Hardening;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("GET", "/v1/thing", 200)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("DELETE", "/v1/thing", 405)]
    [InlineData("TRACE", "/v1/thing", 405)]
    [InlineData("GET", "/v1/fault", 500)]
    public async Task Every_answer_says_what_a_browser_must_not_do_with_it(string method, string path, int status)
    {
        await using var api = await HardenedApi.StartAsync();

        using var answer = await api.SendAsync(method, path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", Field(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Field(answer, "Referrer-Policy"));
        Assert.Equal("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", Field(answer, "Content-Security-Policy"));
        Assert.Equal("same-origin", Field(answer, "Cross-Origin-Resource-Policy"));
        Assert.Contains("no-store", Field(answer, "Cache-Control"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Browsers_are_told_to_stay_with_https_where_they_met_it()
    {
        await using var api = await HardenedApi.StartAsync();

        using var answer = await api.SendAsync(api.Https, "GET", "/v1/thing");

        Assert.Equal("max-age=31536000; includeSubDomains", Field(answer, "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public async Task A_known_proxy_says_that_a_request_came_by_https_and_nobody_else_does(string proxy, bool isBelieved)
    {
        await using var api = await HardenedApi.StartAsync(("RelayKit:ForwardedHeaders:KnownProxies:0", proxy));

        using var answer = await api.SendAsync("GET", "/v1/thing", ("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-Proto", "https"));

        Assert.Equal(isBelieved, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var api = await HardenedApi.StartAsync(("RelayKit:Http:HstsMaxAge", "00:00:00"));

        using var answer = await api.SendAsync(api.Https, "GET", "/v1/thing");

        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    private static string Field(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));
}
