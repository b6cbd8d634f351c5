using Microsoft.Extensions.Configuration;
using RelayKit.Api.Hardening;

namespace RelayKit.UnitTests.Api.Hardening;

public sealed class BrowserOriginsTests
{
    private const string Origin = "https://console.example.com";

    [Fact]
    public async Task By_default_no_page_may_read_an_answer()
    {
        await using var api = await HardenedApi.StartAsync();

        using var answer = await api.SendAsync("GET", "/v1/thing", ("Origin", Origin));
        using var preflight = await api.SendAsync("OPTIONS", "/v1/thing", ("Origin", Origin), ("Access-Control-Request-Method", "POST"));

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(405, (int)preflight.StatusCode);
    }

    [Theory]
    [InlineData(Origin, true)]
    [InlineData("https://console.example.com:8443", false)]
    [InlineData("http://console.example.com", false)]
    [InlineData("https://console.example.com.evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task A_configured_origin_may_and_no_other_and_never_with_cookies(string origin, bool may)
    {
        await using var api = await HardenedApi.StartAsync(("RelayKit:Cors:Origins:0", Origin));

        using var answer = await api.SendAsync("GET", "/v1/thing", ("Origin", origin));
        using var preflight = await api.SendAsync(
            "OPTIONS", "/v1/thing", ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization"));

        foreach (var one in new[] { answer, preflight })
        {
            Assert.Equal(may ? [origin] : [], one.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed : []);
            Assert.False(one.Headers.Contains("Access-Control-Allow-Credentials"));
        }
    }

    [Theory]
    [InlineData("*", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("https://example.com/", false)]
    [InlineData("https://example.com/console", false)]
    [InlineData("http://example.com", false)]
    [InlineData("example.com", false)]
    [InlineData("null", false)]
    [InlineData("https://user@example.com", false)]
    [InlineData("https://example.com", true)]
    [InlineData("https://example.com:8443", true)]
    [InlineData("http://localhost:5173", true)]
    public void Only_what_a_browser_sends_as_an_origin_is_taken(string origin, bool isTaken)
    {
        var options = new CorsOptions { Origins = { origin } };

        var result = new CorsOptionsValidator(new ConfigurationBuilder().Build()).Validate(null, options);

        Assert.Equal(isTaken, result.Succeeded);
        Assert.True(isTaken || result.FailureMessage!.Contains("RelayKit__Cors__Origins__0 has to be an origin", StringComparison.Ordinal));
    }
}
