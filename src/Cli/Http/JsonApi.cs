using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace RelayKit.Cli.Http;

/// <summary>
/// Calls an HTTP API as anybody could with curl. What is not answered with a success ends in a <see cref="JsonApiException"/>; what is not
/// answered at all, in an <see cref="HttpRequestException"/> or, after 40 seconds, in an <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed class JsonApi(Uri address, string? bearer = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(40) };

    public Task<JsonNode> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonNode> PostAsync(string path, JsonObject body) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    });

    public Task<JsonNode> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    /// <summary>A webhook exactly as it was sent before: the same bytes, the same token.</summary>
    public async Task<int> RepeatWebhookAsync(Uri url, string body, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/webhook+json");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>Whether a path is answered with a success right now.</summary>
    public async Task<bool> AnswersAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (bearer is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            }

            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(text)!
                : throw new JsonApiException(response.StatusCode, $"{request.Method} {request.RequestUri} was answered {(int)response.StatusCode}: {text}");
        }
    }
}
