using System.Net.Sockets;
using System.Text;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Reference;

/// <summary>Requests that no HTTP client would send.</summary>
[Collection(SharedStackTests.Name)]
public sealed class RawRequestTests(StackFixture stack)
{
    [Fact]
    public async Task A_body_that_is_not_chunked_as_it_says_is_refused()
    {
        var key = (await stack.CreateTenantAsync()).Key;

        var answer = await SendAsync(
            $"POST /v1/rooms HTTP/1.1\r\nHost: relaykit\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad_request\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /v1/rooms HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /v1/rooms HTTP/9.9\r\nHost: a\r\n\r\n")]
    [InlineData("GARBAGE\r\n\r\n")]
    public async Task What_is_not_HTTP_is_refused_and_never_a_fault(string request) =>
        Assert.Matches("^HTTP/1.1 (400|505) ", await SendAsync(request));

    private async Task<string> SendAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(stack.Url.Host, stack.Url.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
