using System.Net;
using System.Net.Sockets;
using RelayKit.Storage.Webhooks;
using RelayKit.Webhooks;
using Xunit.Abstractions;

namespace RelayKit.UnitTests.Storage.Webhooks;

/// <summary>What a tenant can make RelayKit connect to: nothing that is not on the public internet, whatever it writes and whatever its name server says.</summary>
public sealed class WebhookClientTests(ITestOutputHelper output)
{
    private static readonly (string, string, string) Signed = ("evt_1", "1614265330", "v1,abc");

    [Fact]
    public async Task No_forged_target_is_ever_connected_to()
    {
        var (connects, tried) = (0, 0);
        foreach (var (url, leads) in ForgedTargets.All())
        {
            using var client = Client((_, _) => Task.FromResult(leads), (_, _) =>
            {
                connects++;
                throw new SocketException((int)SocketError.ConnectionRefused);
            });

            var reply = await client.PostAsync(url, WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None);

            Assert.True(reply.Answer is null && reply.Error is not null, url);
            Assert.True(connects == 0, $"{url} was connected to");
            tried++;
        }

        output.WriteLine($"Histories: {tried} targets, {connects} connects");
        Assert.True(tried >= 300, $"only {tried} targets");
    }

    [Fact]
    public async Task The_address_that_was_looked_at_is_the_one_that_is_connected_to_though_the_name_leads_elsewhere_the_next_moment()
    {
        var asked = 0;
        var connected = new List<IPEndPoint>();
        using var client = Client(
            (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Parse("8.8.8.8") : IPAddress.Loopback]),
            (address, _) =>
            {
                connected.Add(address);
                throw new SocketException((int)SocketError.ConnectionRefused);
            });

        await client.PostAsync("https://rebinding.example.com/", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None);
        var second = await client.PostAsync("https://rebinding.example.com/", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None);

        Assert.Equal([new IPEndPoint(IPAddress.Parse("8.8.8.8"), 443)], connected);
        Assert.Contains("not on the public internet", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("https://other.example.com/")]
    public async Task A_redirect_is_an_answer_and_is_not_followed(string location)
    {
        var server = new PlayedConnection($"HTTP/1.1 307 Temporary Redirect\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
        using var client = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), server.ConnectAsync, allowHttp: true);

        var reply = await client.PostAsync("http://example.com/hooks", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None);

        Assert.Equal(1, server.Connects);
        Assert.Equal((307, location), (reply.Answer!.Status, reply.Answer.Headers.Single(static header => header.Name == "location").Value));
        Assert.Contains("redirects are not followed", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_says_who_sent_it_and_nothing_of_whoever_is_behind_RelayKit()
    {
        var server = new PlayedConnection("HTTP/1.1 204 No Content\r\n\r\n");
        using var client = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), server.ConnectAsync, allowHttp: true);
        using var activity = new System.Diagnostics.Activity("a trace").Start();

        var reply = await client.PostAsync("http://example.com/hooks?a=b", WebhookHeaders.Standard, Signed, """{"a":1}"""u8.ToArray(), CancellationToken.None);

        Assert.Equal((204, null), (reply.Answer!.Status, reply.Error));
        var lines = server.Received.Split("\r\n");
        Assert.Equal("POST /hooks?a=b HTTP/1.1", lines[0]);
        Assert.Equal(
            ["content-length", "content-type", "host", "user-agent", "webhook-id", "webhook-signature", "webhook-timestamp"],
            lines.Skip(1).TakeWhile(static line => line.Length > 0).Select(static line => line.Split(':')[0].ToLowerInvariant()).Order());
        Assert.Contains(lines, static line => line.StartsWith("User-Agent: RelayKit/", StringComparison.Ordinal));
        Assert.Equal("""{"a":1}""", lines[^1]);
    }

    [Fact]
    public async Task Of_an_answer_that_failed_a_beginning_is_read_and_of_one_that_did_not_nothing()
    {
        var body = "no\0" + new string('x', 100_000);
        var failing = new PlayedConnection(
            $"HTTP/1.1 500 Oops\r\nset-cookie: session=secret\r\nx-api-key: secret\r\nserver: played\r\ncontent-length: {body.Length}\r\n\r\n{body}");
        using var client = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), failing.ConnectAsync, allowHttp: true);

        var reply = await client.PostAsync("http://example.com/", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None);

        Assert.Equal(WebhookClient.MaxAnswerBytes, reply.Answer!.Body!.Length);
        Assert.StartsWith("no\uFFFDxxx", reply.Answer.Body, StringComparison.Ordinal);
        Assert.Equal(["content-length", "server"], reply.Answer.Headers.Select(static header => header.Name).Order());

        var good = new PlayedConnection("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\necho");
        using var second = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), good.ConnectAsync, allowHttp: true);
        Assert.Null((await second.PostAsync("http://example.com/", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None)).Answer!.Body);
    }

    [Fact]
    public async Task How_long_a_receiver_wants_to_be_spared_is_read_in_either_form()
    {
        Assert.Equal(TimeSpan.FromSeconds(120), (await AnswerAsync("HTTP/1.1 503 Busy\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n")).RetryAfter);
        Assert.Equal(
            TimeSpan.FromMinutes(10),
            (await AnswerAsync("HTTP/1.1 503 Busy\r\ndate: Fri, 27 Nov 2026 12:00:00 GMT\r\nretry-after: Fri, 27 Nov 2026 12:10:00 GMT\r\ncontent-length: 0\r\n\r\n")).RetryAfter);
        Assert.Null((await AnswerAsync("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")).RetryAfter);
    }

    [Fact]
    public async Task Why_there_was_no_answer_is_said_without_a_word_of_what_is_inside()
    {
        async Task<string> ErrorAsync(SocketError error)
        {
            using var client = Client(
                (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), (_, _) => throw new SocketException((int)error), allowHttp: true);
            return (await client.PostAsync("http://example.com/", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None)).Error!;
        }

        Assert.Equal("The connection was refused.", await ErrorAsync(SocketError.ConnectionRefused));
        Assert.Equal("No connection.", await ErrorAsync(SocketError.NetworkUnreachable));
        Assert.DoesNotContain("8.8.8.8", await ErrorAsync(SocketError.HostUnreachable), StringComparison.Ordinal);
    }

    private static async Task<WebhookReply> AnswerAsync(string answer)
    {
        var server = new PlayedConnection(answer);
        using var client = Client((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), server.ConnectAsync, allowHttp: true);
        return await client.PostAsync("http://example.com/", WebhookHeaders.Standard, Signed, "{}"u8.ToArray(), CancellationToken.None);
    }

    private static WebhookClient Client(
        Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> connect, bool allowHttp = false) =>
        new(allowPrivate: false, allowHttp, resolve, connect);
}
