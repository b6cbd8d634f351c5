using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Calls the API as a program of a tenant's would; every answer is held to the rules that hold for all of them.</summary>
public sealed class ApiClient(HttpClient http, string? bearer, Func<string> serverLog)
{
    /// <summary>A session's cookie; null for none.</summary>
    public string? Cookie { get; init; }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    public Task<ApiAnswer> PostAsync(string path, object body) => PostAsync(path, JsonSerializer.Serialize(body));

    public Task<ApiAnswer> PostAsync(string path, string body, string contentType = "application/json") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
            {
                Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) },
            },
        });

    public Task<ApiAnswer> PatchAsync(string path, object body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = Json(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return SendAsync(request);
    }

    public Task<ApiAnswer> PutAsync(string path, object body) => SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = Json(body) });

    private static StringContent Json(object body) =>
        new(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    /// <summary>An answer whose body has yet to come, to be read as it does; its caller disposes it.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, string? accept = null, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>An answer that may go on for ever: of a good one only its head is read.</summary>
    public async Task<ApiAnswer> SendBrieflyAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var body = response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync();
            return ApiAnswer.Read($"{request.Method} {request.RequestUri}", response, body, serverLog);
        }
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (bearer is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
            }

            if (Cookie is not null)
            {
                request.Headers.TryAddWithoutValidation("Cookie", Cookie);
                request.Headers.TryAddWithoutValidation("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
            }

            using var response = await http.SendAsync(request);
            var asked = $"{request.Method} {request.RequestUri}";
            return ApiAnswer.Read(asked, response, await response.Content.ReadAsStringAsync(), serverLog);
        }
    }
}
