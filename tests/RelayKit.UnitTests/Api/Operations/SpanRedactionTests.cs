using System.Diagnostics;
using RelayKit.Api.Operations;

namespace RelayKit.UnitTests.Api.Operations;

public sealed class SpanRedactionTests : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name is "Microsoft.AspNetCore" or "RelayKit.Tests",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    };

    public SpanRedactionTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Of_a_request_only_the_route_and_the_answer_stay()
    {
        var tags = Redacted(
            "Microsoft.AspNetCore",
            ("http.request.method", "GET"),
            ("http.route", "/v1/rooms/{room}/participants/{identity}"),
            ("http.response.status_code", 200),
            ("url.path", "/v1/rooms/lobby/participants/canary"),
            ("url.query", "?token=canary"),
            ("user_agent.original", "canary"),
            ("client.address", "203.0.113.7"),
            ("network.peer.address", "203.0.113.7"),
            ("server.address", "canary"),
            ("anything.new", "canary"));

        Assert.Equal(["http.request.method", "http.response.status_code", "http.route"], tags.Keys.Order());
    }

    [Fact]
    public void Of_other_spans_the_query_of_an_address_and_the_messages_of_faults_go()
    {
        var tags = Redacted(
            "RelayKit.Tests",
            ("url.full", "https://bucket.example/key?signature=canary"),
            ("orleans.rpc.target_id", "room/ten_1/l/canary"),
            ("exception.type", "System.Exception"),
            ("exception.message", "canary"),
            ("exception.stacktrace", "canary"),
            ("db.query.text", "select 1"));

        Assert.Equal("https://bucket.example/key", tags["url.full"]);
        Assert.Equal("room", tags["orleans.rpc.target_id"]);
        Assert.Equal(["db.query.text", "exception.type", "orleans.rpc.target_id", "url.full"], tags.Keys.Order());
    }

    private static Dictionary<string, object?> Redacted(string source, params (string Name, object Value)[] tags)
    {
        using var spans = new ActivitySource(source);
        using var span = spans.StartActivity("test")!;
        foreach (var (name, value) in tags)
        {
            span.SetTag(name, value);
        }

        span.SetStatus(ActivityStatusCode.Error, "canary");
        using var redaction = new SpanRedaction();
        redaction.OnEnd(span);
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        return span.TagObjects.ToDictionary(static tag => tag.Key, static tag => tag.Value);
    }
}
