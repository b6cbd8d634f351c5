using System.Net.Http.Headers;

namespace RelayKit.EndToEndTests.LiveKit;

/// <summary>A webhook ready to be sent, as often as it takes: LiveKit repeats body and token unchanged.</summary>
/// <param name="Body">The bytes that the token vouches for.</param>
/// <param name="Authorization">The header's value: LiveKit sends the bare token. Null leaves the header out.</param>
public sealed record SignedWebhook(byte[] Body, string? Authorization)
{
    public HttpRequestMessage ToRequest(string contentType = "application/webhook+json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/livekit")
        {
            Content = new ByteArrayContent(Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
        };
        request.Headers.UserAgent.ParseAdd("LiveKit");
        if (Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        }

        return request;
    }
}
