using System.Net;
using System.Text.Json;

namespace RelayKit.Client;

/// <summary>Reads answers that are no success.</summary>
internal static class Answers
{
    private const int MaxProblemBytes = 256 * 1024;
    private const string Hidden = "[API key]";

    /// <summary>What an answer says that is no success. Should it repeat the API key, that is left out.</summary>
    public static async Task<Failure> ReadFailureAsync(
        ApiCall call, HttpResponseMessage response, string apiKey, TimeProvider time, CancellationToken cancellation)
    {
        var problem = await ReadProblemAsync(response, apiKey, cancellation).ConfigureAwait(false);
        var status = response.StatusCode;
        var code = problem?.Code ?? ErrorCodes.UnexpectedAnswer;
        var detail = problem?.Detail ?? DetailOf(status);
        var requestId = problem?.RequestId ?? (response.Headers.TryGetValues("Request-Id", out var ids) ? ids.FirstOrDefault() : null);
        var error = new RelayKitException(call.Operation, status, code, detail, problem, requestId) { RetryAfter = RetryAfterOf(response, time) };
        return new Failure(error, RetryRules.ReachOf(status), RetryRules.MayPass(status, code));
    }

    private static string DetailOf(HttpStatusCode status) => (int)status is >= 300 and < 400
        ? "The server sends elsewhere, and the API key is not carried there: give the address that answers as BaseAddress."
        : "The answer is not an error of RelayKit's, and so comes from something before it.";

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero,
        _ => null,
    };

    private static async Task<ProblemDocument?> ReadProblemAsync(HttpResponseMessage response, string apiKey, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json" || response.Content.Headers.ContentLength > MaxProblemBytes)
        {
            return null;
        }

        try
        {
            var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return JsonSerializer.Deserialize(text.Replace(apiKey, Hidden, StringComparison.Ordinal), ClientJson.Default.ProblemDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
