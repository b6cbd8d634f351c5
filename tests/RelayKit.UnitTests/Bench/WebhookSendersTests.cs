using RelayKit.Bench.Load;
using RelayKit.Bench.Overload;

namespace RelayKit.UnitTests.Bench;

public sealed class WebhookSendersTests
{
    private const string ComeAgainAtOnce = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_refused_event_is_sent_again_as_it_was_until_it_is_acknowledged()
    {
        // Ten events; the server refuses the first ten requests, so at least one event has to come more than once.
        await using var server = new RawServer((number, _) => Task.FromResult(number < 10 ? ComeAgainAtOnce : RawServer.Ok));
        var senders = new WebhookSenders(server.Address, 3, new NumberedRequests());

        await senders.RunAsync(perSecond: 5, Duration, CancellationToken.None);

        Assert.Equal(10, senders.Refused);
        Assert.Equal(10, senders.Acknowledged + senders.GivenUp + senders.Dropped);
        Assert.Equal(senders.Acknowledged + senders.Refused, server.Requests.Count);
        Assert.All(server.Requests.GroupBy(request => request.Text), attempts => Assert.InRange(attempts.Count(), 1, 5));
        Assert.Equal(senders.Acknowledged + senders.GivenUp, server.Requests.DistinctBy(request => request.Text).Count());
    }

    [Fact]
    public async Task An_event_that_is_always_refused_is_given_up_after_five_attempts()
    {
        await using var server = new RawServer((_, _) => Task.FromResult(ComeAgainAtOnce));
        var senders = new WebhookSenders(server.Address, 1, new NumberedRequests());

        await senders.RunAsync(perSecond: 0.1, Duration, CancellationToken.None);

        Assert.Equal(1, senders.GivenUp);
        Assert.Equal(5, senders.Refused);
        Assert.Equal(5, server.Requests.Count);
        Assert.Single(server.Requests.DistinctBy(request => request.Text));
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", 7)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", null)]
    public void An_answer_may_say_when_to_come_again(string answer, int? seconds) => Assert.Equal(
        seconds is { } known ? TimeSpan.FromSeconds(known) : null, RetryAfter.Of(System.Text.Encoding.ASCII.GetBytes(answer)));

    /// <summary>Requests that can be told apart.</summary>
    private sealed class NumberedRequests : RequestSource
    {
        private int _made;

        public override ReadOnlyMemory<byte> Next(int connection) =>
            RepeatedRequests.Request("POST", FormattableString.Invariant($"/{Interlocked.Increment(ref _made)}"));
    }
}
