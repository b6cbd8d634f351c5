using System.Net;
using Microsoft.Extensions.Time.Testing;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Metrics;

public sealed class LiveKitMetricsTests
{
    private const string OneNode = "livekit_packet_bytes{direction=\"incoming\",node_id=\"ND_a\"} 5\n";

    [Fact]
    public async Task A_node_that_does_not_answer_as_one_is_a_fault_and_the_others_count()
    {
        var seen = new List<string?>();
        var metrics = Metrics(
            request =>
            {
                lock (seen)
                {
                    seen.Add(request.Headers.Authorization?.ToString());
                }

                return request.RequestUri!.Host switch
                {
                    "good" => Text(OneNode),
                    "closed" => new HttpResponseMessage(HttpStatusCode.Unauthorized),
                    "other" => Text("<html>Welcome</html>"),
                    _ => throw new HttpRequestException("No route to host."),
                };
            },
            ("ann", "p:w"),
            "http://good/metrics", "http://closed/metrics", "http://other/metrics", "http://away/metrics");

        var reading = await metrics.ReadTrafficAsync(CancellationToken.None);

        Assert.Equal([new NodeTraffic("ND_a", null, 5, 0)], reading.Nodes.ToArray());
        Assert.Equal(
            [LiveKitErrorCode.Malformed, LiveKitErrorCode.Unavailable, LiveKitErrorCode.Unknown],
            reading.Faults.Select(static fault => fault.Code).OrderBy(static code => code.ToString()));
        Assert.All(reading.Faults, static fault => Assert.DoesNotContain("p:w", fault.ToString(), StringComparison.Ordinal));
        Assert.All(seen, static header => Assert.Equal("Basic YW5uOnA6dw==", header));
    }

    [Fact]
    public async Task One_node_under_two_addresses_counts_once()
    {
        var reading = await Metrics(_ => Text(OneNode), null, "http://one/metrics", "http://two/metrics").ReadTrafficAsync(CancellationToken.None);

        Assert.Single(reading.Nodes);
    }

    private static HttpResponseMessage Text(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    private static LiveKitMetrics Metrics(
        Func<HttpRequestMessage, HttpResponseMessage> answer, (string Name, string Password)? credentials, params string[] urls) =>
        new(new HttpClient(new Answering(answer)), [.. urls.Select(static url => new Uri(url))], credentials, new FakeTimeProvider());

    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
