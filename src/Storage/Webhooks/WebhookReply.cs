using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>What came of a request.</summary>
/// <param name="Answer">What the receiver answered; null where it did not.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
/// <param name="RetryAfter">For how long the receiver asked to be spared; null where it asked for nothing.</param>
internal sealed record WebhookReply(WebhookAnswer? Answer, string? Error, TimeSpan? RetryAfter)
{
    /// <summary>The headers that are kept. Any other may hold what only the receiver and its own clients are to know, as cookies do.</summary>
    private static readonly string[] Kept =
        ["content-type", "content-length", "date", "location", "retry-after", "server", "via", "x-request-id", "request-id", "cf-ray"];

    private const int MaxHeader = 500;

    /// <summary>No answer.</summary>
    public static WebhookReply Failed(string error) => new(null, error, null);

    /// <summary>Reads an answer, of its body hardly more than is kept; what of it may be kept says <see cref="WebhookRedaction"/>. The body of a success is not kept: nobody needs it, and it may repeat what was sent.</summary>
    public static async Task<WebhookReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var isSuccess = status is >= 200 and <= 299;
        var body = await ReadBodyAsync(response, cancellation);
        return new WebhookReply(
            new WebhookAnswer(status, HeadersOf(response), isSuccess ? null : body),
            isSuccess ? null : status is >= 300 and <= 399 ? $"Answered {status}: redirects are not followed. Set the endpoint's url to where it leads." : $"Answered {status}.",
            RetryAfterOf(response));
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } sent => date - sent,
        _ => null,
    };

    private static ImmutableArray<WebhookHeader> HeadersOf(HttpResponseMessage response)
    {
        var all = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated);
        return
        [
            .. all.Select(static header => new WebhookHeader(header.Key.ToLowerInvariant(), Cut(Printable(header.Value.ToString()))))
                .Where(static header => Kept.Contains(header.Name)).DistinctBy(static header => header.Name),
        ];
    }

    private static async Task<string?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(WebhookClient.MaxAnswerBytes);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var read = await body.ReadAtLeastAsync(buffer.AsMemory(0, WebhookClient.MaxAnswerBytes), WebhookClient.MaxAnswerBytes, throwOnEndOfStream: false, cancellation);
            return read == 0 ? null : Printable(Encoding.UTF8.GetString(buffer, 0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Without what no column takes and no terminal should be sent.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Select(static character => char.IsControl(character) && character is not ('\n' or '\t') || char.IsSurrogate(character) ? '\uFFFD' : character));

    private static string Cut(string text) => text.Length <= MaxHeader ? text : text[..MaxHeader];
}
