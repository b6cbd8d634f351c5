using System.Globalization;
using System.Text.RegularExpressions;

namespace RelayKit.UnitTests.Api.Hardening;

/// <summary>What the web server refuses by itself, on the wire.</summary>
public sealed class HardenedKestrelTests
{
    private const string Get = "GET /v1/thing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    private const string Post = "POST /v1/thing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    [Fact]
    public async Task A_head_of_too_many_or_too_large_fields_is_refused()
    {
        await using var api = await HardenedApi.StartAsync();
        var many = string.Concat(Enumerable.Range(0, 80).Select(static i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: 1\r\n")));

        Assert.StartsWith("HTTP/1.1 200 ", await api.SendRawAsync($"{Get}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await api.SendRawAsync($"{Get}{many}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await api.SendRawAsync($"{Get}X: {new string('a', 17_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414 ", await api.SendRawAsync($"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_no_route_would_take_is_refused_before_it_is_read()
    {
        await using var api = await HardenedApi.StartAsync();

        Assert.StartsWith("HTTP/1.1 413 ", await api.SendRawAsync($"{Post}Content-Length: 30000000\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 1a\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: gzip\r\n\r\nabc")]
    [InlineData("Host: b\r\n\r\n")]
    [InlineData(" folded: 1\r\n\r\n")]
    [InlineData("Space : 1\r\n\r\n")]
    [InlineData("X: a\0b\r\n\r\n")]
    public async Task Fields_that_two_readers_could_understand_in_two_ways_are_refused(string fields)
    {
        await using var api = await HardenedApi.StartAsync();

        Assert.StartsWith("HTTP/1.1 400 ", await api.SendRawAsync(Post + fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_length_and_chunks_the_chunks_count_and_nothing_after_them()
    {
        await using var api = await HardenedApi.StartAsync();

        // Were the length believed, another byte would begin a second request, which what stands before the API could take for a part of the first. So the
        // connection ends with the answer (RFC 9112, 6.3).
        var answer = await api.SendRawAsync(
            "POST /v1/thing HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Equal(["200"], Regex.Matches(answer, "HTTP/1.1 ([0-9]{3}) ").Select(static status => status.Groups[1].Value));
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("X-HTTP-Method")]
    [InlineData("X-Method-Override")]
    public async Task A_method_is_what_the_request_line_says(string field)
    {
        await using var api = await HardenedApi.StartAsync();

        using var answer = await api.SendAsync("POST", "/v1/thing", (field, "DELETE"));

        Assert.Equal("POST", await answer.Content.ReadAsStringAsync());
    }
}
