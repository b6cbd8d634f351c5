using System.Net;
using System.Text.Json;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>An answer of the API, with its JSON.</summary>
public sealed class ApiAnswer
{
    private readonly string _asked;
    private readonly Func<string> _serverLog;
    private readonly Lazy<JsonElement> _json;

    private ApiAnswer(string asked, HttpResponseMessage response, string body, Func<string> serverLog)
    {
        _asked = asked;
        _serverLog = serverLog;
        _json = new Lazy<JsonElement>(() => JsonDocument.Parse(body).RootElement);
        Status = response.StatusCode;
        Headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        Body = body;
    }

    public HttpStatusCode Status { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public string Body { get; }

    public JsonElement Json => _json.Value;

    public string Code => Text("code");

    /// <summary>What is wrong with fields: by JSON pointer, or <c>?name</c> for a parameter.</summary>
    public Dictionary<string, string> Errors => Json.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().ToDictionary(e => e.GetProperty("pointer").GetString()!, e => e.GetProperty("detail").GetString()!)
        : [];

    public JsonElement[] Data => [.. this["data"].EnumerateArray()];

    public JsonElement this[string name] => Json.GetProperty(name);

    public string Text(string name) => this[name].GetString()!;

    public long Number(string name) => this[name].GetInt64();

    internal static ApiAnswer Read(string asked, HttpResponseMessage response, string body, Func<string> serverLog)
    {
        var answer = new ApiAnswer(asked, response, body, serverLog);
        answer.HoldsToTheRules(isHead: response.RequestMessage?.Method == HttpMethod.Head);
        answer.SaysWhatIsLeft(response.RequestMessage?.RequestUri?.AbsolutePath ?? "");
        return answer;
    }

    public ApiAnswer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, Explain($"{(int)status} was expected"));
        return this;
    }

    public ApiAnswer Expect(HttpStatusCode status, string code)
    {
        Expect(status);
        Assert.True(Code == code, Explain($"the code {code} was expected"));
        return this;
    }

    /// <summary>A refusal that names just these fields.</summary>
    public ApiAnswer ExpectInvalid(params string[] pointers)
    {
        Expect(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(pointers.Order(StringComparer.Ordinal), Errors.Keys.Order(StringComparer.Ordinal));
        Assert.All(Errors.Values, detail => Assert.False(string.IsNullOrWhiteSpace(detail)));
        return this;
    }

    private void SaysWhatIsLeft(string path)
    {
        var isTenants = path.StartsWith("/v1/", StringComparison.Ordinal)
            && !path.StartsWith("/v1/operator", StringComparison.Ordinal) && !path.StartsWith("/v1/auth", StringComparison.Ordinal)
            && !path.StartsWith("/v1/leaked-keys", StringComparison.Ordinal);
        if ((int)Status < 300 && isTenants)
        {
            Assert.Matches("^\"(api|mint)\";q=[0-9]+;w=[0-9]+$", Headers.GetValueOrDefault("RateLimit-Policy") ?? Explain("it has no RateLimit-Policy"));

            // Not there while the silos are out of reach for long.
            Assert.Matches("^\"(api|mint)\";r=[0-9]+;t=[0-9]+$", Headers.GetValueOrDefault("RateLimit") ?? "\"api\";r=0;t=0");
        }
    }

    private void HoldsToTheRules(bool isHead)
    {
        Assert.True(Headers.TryGetValue("Request-Id", out var requestId), Explain("every answer carries Request-Id"));
        Assert.Matches("^req_[0-9a-hjkmnp-tv-z]{26}$", requestId);
        Assert.False(Headers.ContainsKey("Server"));
        if ((int)Status < 400)
        {
            return;
        }

        Assert.True(
            Status is not HttpStatusCode.InternalServerError && (int)Status < 600, Explain("nothing that is sent from outside makes a fault"));
        Assert.True(
            Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/problem+json", StringComparison.Ordinal) == true,
            Explain("an error is application/problem+json"));
        if (isHead)
        {
            return;
        }

        Assert.Equal($"urn:relaykit:problem:{Code}", Text("type"));
        Assert.Equal((int)Status, Number("status"));
        Assert.True(IsReplay || requestId == Text("request_id"), Explain("a problem names its request"));
        Assert.NotEmpty(Text("title"));
        Assert.NotEmpty(Text("detail"));
        Assert.DoesNotContain("   at ", Body, StringComparison.Ordinal);
        var comesAgain = Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.GatewayTimeout;
        Assert.True((comesAgain && !IsWebhook) == Headers.ContainsKey("Retry-After") || Code == "idempotency_key_in_use", Explain("Retry-After"));
    }

    /// <summary>An answer of an earlier request's is given as it was, and names that one.</summary>
    private bool IsReplay => Headers.ContainsKey("Idempotent-Replayed");

    /// <summary>LiveKit has a schedule of its own, which a Retry-After would shorten.</summary>
    private bool IsWebhook => _asked.Contains("/webhooks/livekit", StringComparison.Ordinal);

    private string Explain(string what) => $"{_asked} → {(int)Status}: {what}. {Body}\nThe silo's output:\n{_serverLog()}";
}
