using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Mail.Resend;

/// <summary>Calls Resend's API. Whatever comes of it is an answer; what it answers besides is read and dropped.</summary>
internal sealed class ResendClient(HttpClient http, ResendOptions options)
{
    public const string HttpClientName = "RelayKit.Resend";

    /// <summary>An answer is some hundred bytes.</summary>
    public const int MaxAnswerBytes = 64 * 1024;

    private static readonly ProductInfoHeaderValue Agent = new(
        "RelayKit", typeof(ResendClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    private readonly Uri _emails = new(new Uri($"{options.Url.TrimEnd('/')}/"), "emails");

    /// <summary>Sends a mail.</summary>
    /// <param name="email">The mail.</param>
    /// <param name="key">By which Resend knows it for 24 hours, however often it is sent.</param>
    /// <param name="cancellation">Gives up; the mail may have been taken all the same.</param>
    public async Task<ResendAnswer> SendAsync(ResendEmail email, string key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _emails);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(email, ResendJson.Default.ResendEmail));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var refusal = response.IsSuccessStatusCode ? null : await ReadAsync(response, ResendJson.Default.ResendRefusal, cancellation);
            return new ResendAnswer
            {
                Status = (int)response.StatusCode,
                Error = refusal?.Name,
                RetryAfter = Seconds(response, "retry-after"),
                Remaining = Number(response, "ratelimit-remaining") is { } remaining ? (int)remaining : null,
                Reset = Seconds(response, "ratelimit-reset"),
            };
        }
        catch (HttpRequestException fault)
        {
            return new ResendAnswer { IsUnsent = fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            return new ResendAnswer();
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? Seconds(HttpResponseMessage response, string header) =>
        Number(response, header) is { } seconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null;

    private static double? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number is >= 0 and <= 40_000_000
            ? number
            : null;
}
