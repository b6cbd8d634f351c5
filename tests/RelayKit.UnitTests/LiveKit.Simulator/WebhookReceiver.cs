using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace RelayKit.UnitTests.LiveKit.Simulator;

/// <summary>Where webhooks arrive; answers 200 unless told otherwise.</summary>
internal sealed class WebhookReceiver(Func<Delivery, CancellationToken, Task<HttpResponseMessage>>? answer = null) : HttpMessageHandler
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Delivery> _arrived = Channel.CreateUnbounded<Delivery>();

    public WebhookReceiver(Func<Delivery, HttpResponseMessage> answer)
        : this((delivery, _) => Task.FromResult(answer(delivery)))
    {
    }

    public Task<Delivery> NextAsync() => _arrived.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>What has arrived and was not looked at yet.</summary>
    public IReadOnlyList<Delivery> TakeAll()
    {
        var all = new List<Delivery>();
        while (_arrived.Reader.TryRead(out var delivery))
        {
            all.Add(delivery);
        }

        return all;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(
            request.RequestUri!,
            request.Headers.GetValues("Authorization").Single(),
            request.Content!.Headers.ContentType!.ToString(),
            request.Headers.UserAgent.ToString(),
            await request.Content.ReadAsByteArrayAsync(cancellationToken));
        _arrived.Writer.TryWrite(delivery);
        return answer is null ? new HttpResponseMessage(HttpStatusCode.OK) : await answer(delivery, cancellationToken);
    }
}

/// <summary>One attempt to deliver a webhook.</summary>
internal sealed record Delivery(Uri Url, string Authorization, string ContentType, string UserAgent, byte[] Body)
{
    public JsonObject Json => JsonNode.Parse(Encoding.UTF8.GetString(Body))!.AsObject();

    public string Event => (string)Json["event"]!;

    public string? Identity => (string?)Json["participant"]?["identity"];

    /// <summary>The event and whom it is about, short enough to compare whole histories.</summary>
    public string Story => Json["participant"] is { } participant
        ? $"{Event} {participant["identity"]} {participant["disconnectReason"]}".TrimEnd()
        : Event;
}
