using System.Net;
using System.Text;

namespace RelayKit.UnitTests.Client;

/// <summary>Answers as it was told, in order; whatever was not foreseen fails the test that asked for it.</summary>
internal sealed class ScriptedServer(TimeProvider time) : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public List<SentRequest> Requests { get; } = [];

    public ScriptedServer Then(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public ScriptedServer Then(HttpResponseMessage answer) => Then(_ => Task.FromResult(answer));

    public ScriptedServer ThenJson(string json, HttpStatusCode status = HttpStatusCode.OK) => Then(Answer(status, json, "application/json"));

    public ScriptedServer ThenNothing() => Then(new HttpResponseMessage(HttpStatusCode.NoContent));

    /// <summary>An error answer as RelayKit gives it.</summary>
    public ScriptedServer ThenProblem(int status, string code, string? retryAfter = null, string more = "")
    {
        var answer = Answer(
            (HttpStatusCode)status, $$"""{"type":"t","title":"t","status":{{status}},"code":"{{code}}","detail":"Mend it.","request_id":"req_1"{{more}}}""", "application/problem+json");
        if (retryAfter is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return Then(answer);
    }

    public ScriptedServer ThenFails(Exception fault) => Then(_ => Task.FromException<HttpResponseMessage>(fault));

    /// <summary>No answer, for as long as the client waits.</summary>
    public ScriptedServer ThenSilence() => Then(async giveUp =>
    {
        await Silence.UntilAsync(giveUp).ConfigureAwait(false);
        return null!;
    });

    /// <summary>An answer of server-sent events.</summary>
    public ScriptedServer ThenEvents(PlayedBody body)
    {
        var content = new StreamContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/event-stream");
        return Then(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    public static HttpResponseMessage Answer(HttpStatusCode status, string text, string type) => new(status)
    {
        Content = new StringContent(text, Encoding.UTF8, type),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        Requests.Add(new SentRequest(time.GetUtcNow(), request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
        if (!_script.TryDequeue(out var answer))
        {
            throw new UnforeseenRequestException($"{request.Method} {request.RequestUri.PathAndQuery}");
        }

        return await answer(cancellationToken).ConfigureAwait(false);
    }
}
