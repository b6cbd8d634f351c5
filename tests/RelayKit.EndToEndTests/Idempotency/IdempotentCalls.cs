using System.Net;
using System.Text;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Idempotency;

/// <summary>Calls with an idempotency key.</summary>
internal static class IdempotentCalls
{
    public const string Header = "Idempotency-Key";

    /// <summary>A POST with a key, with exactly these bytes for a body.</summary>
    public static Task<ApiAnswer> PostWithKeyAsync(this ApiClient api, string path, object body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        Assert.True(request.Headers.TryAddWithoutValidation(Header, key));
        return api.SendAsync(request);
    }

    /// <summary>Whether the answer is that of an earlier request.</summary>
    public static bool IsReplay(this ApiAnswer answer) => answer.Headers.GetValueOrDefault("Idempotent-Replayed") == "true";

    /// <summary>Holds it to be the same answer as one before: status, body, content type and place.</summary>
    public static void ExpectReplayOf(this ApiAnswer again, ApiAnswer first)
    {
        Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
        Assert.All(
            ["Content-Type", "Location"], name => Assert.Equal(first.Headers.GetValueOrDefault(name), again.Headers.GetValueOrDefault(name)));
        Assert.Equal((false, true), (first.IsReplay(), again.IsReplay()));
    }

    /// <summary>Whether it was told to come again because another runs.</summary>
    public static bool IsInUse(this ApiAnswer answer) => answer.Status == HttpStatusCode.Conflict && answer.Code == "idempotency_key_in_use";
}
