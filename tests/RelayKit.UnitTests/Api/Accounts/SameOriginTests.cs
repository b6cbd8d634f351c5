using Microsoft.AspNetCore.Http;
using RelayKit.Api.Accounts.Sessions;

namespace RelayKit.UnitTests.Api.Accounts;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("console.example.com", "https://console.example.com", null)]
    [InlineData("console.example.com", null, "same-origin")]
    [InlineData("console.example.com", "https://console.example.com", "same-origin")]
    [InlineData("console.example.com:8443", "https://console.example.com:8443", null)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080", null)]
    [InlineData("[::1]:8080", "http://[::1]:8080", null)]
    [InlineData("Console.Example.com", "https://console.example.com", null)]
    public void A_page_of_this_host_is_let_through(string host, string? origin, string? site) => Assert.True(SameOrigin.Holds(Request(host, origin, site)));

    [Theory]
    [InlineData(null, null)]
    [InlineData("null", null)]
    [InlineData("https://evil.example", null)]
    [InlineData("https://evil.example", "same-origin")]
    [InlineData("https://console.example.com", "cross-site")]
    [InlineData("https://console.example.com", "same-site")]
    [InlineData(null, "none")]
    [InlineData("https://console.example.com.evil.example", null)]
    [InlineData("https://console.example.com:8443", null)]
    [InlineData("https://evil.example@console.example.org", null)]
    [InlineData("ftp://console.example.com", null)]
    public void Anything_else_is_not(string? origin, string? site) => Assert.False(SameOrigin.Holds(Request("console.example.com", origin, site)));

    private static HttpRequest Request(string host, string? origin, string? site)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null)
        {
            request.Headers.Origin = origin;
        }

        if (site is not null)
        {
            request.Headers["Sec-Fetch-Site"] = site;
        }

        return request;
    }
}
