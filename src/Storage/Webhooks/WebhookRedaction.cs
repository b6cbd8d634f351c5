using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RelayKit.Events;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>
/// Makes of an answer what is kept of it. A receiver may repeat what it was sent, signature and all, and what it knows itself: its own credentials, and whom the
/// event is about. What is known is looked for by what it is, in the ways to write it, the rest by its form.
/// </summary>
internal static class WebhookRedaction
{
    /// <summary>Characters of a body that are kept at most.</summary>
    internal const int MaxKept = 4096;

    /// <summary>Shorter ones stand in any text by chance.</summary>
    private const int ShortestName = 3;

    /// <summary>What is kept of an answer; null where there was none.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="secrets">By which the request was signed.</param>
    /// <param name="signature">Of the request.</param>
    /// <param name="told">What the request told of.</param>
    public static WebhookAnswer? Of(WebhookAnswer? answer, IEnumerable<WebhookSecret> secrets, string signature, LoggedEvent told)
    {
        if (answer is null or { Body: null, Headers.IsEmpty: true })
        {
            return answer;
        }

        string[] known =
        [
            .. secrets.Select(static secret => secret.Text[WebhookSecret.Prefix.Length..])
                .Concat(signature.Split(' ').Select(static one => one[3..]))
                .Concat(WordsAboutPeople(told.Data).SelectMany(Spellings))
                .Distinct().OrderByDescending(static one => one.Length),
        ];
        return answer with
        {
            Headers = [.. answer.Headers.Select(header => header with { Value = Redact(header.Name == "location" ? WithoutQuery(header.Value) : header.Value, known) })],
            Body = answer.Body is { } body ? Kept(Redact(body, known), wasCut: Encoding.UTF8.GetByteCount(body) >= WebhookClient.MaxAnswerBytes) : null,
        };
    }

    /// <summary>Of one that was cut the end is left out: a secret may have been cut there, by which nobody would know it any more.</summary>
    private static string? Kept(string text, bool wasCut)
    {
        var length = Math.Min(MaxKept, wasCut ? text.Length - (WebhookClient.MaxAnswerBytes - MaxKept) : text.Length);
        return length > 0 ? text[..length] : null;
    }

    private static string Redact(string text, string[] known) =>
        SensitiveText.Redact(known.Aggregate(text, static (rest, one) => rest.Replace(one, SensitiveText.Instead, StringComparison.OrdinalIgnoreCase)));

    private static string WithoutQuery(string address) => address.IndexOfAny(['?', '#']) is >= 0 and var end ? address[..end] : address;

    /// <summary>What an event says of a person, and an erasure takes out of it: <c>PostgresEndUserErasure</c>.</summary>
    private static IEnumerable<string> WordsAboutPeople(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        string?[] words =
        [
            .. root.TryGetProperty("participant", out var participant) ? new[] { TextOf(participant, "identity"), TextOf(participant, "name") } : [],
            .. root.TryGetProperty("message", out _) ? new[] { TextOf(root, "message"), TextOf(root, "reason") } : [],
        ];
        return [.. words.OfType<string>().Where(static word => word.Length >= ShortestName)];
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Spellings(string word) =>
    [
        word,
        JavaScriptEncoder.Default.Encode(word), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(word),
        Uri.EscapeDataString(word), WebUtility.UrlEncode(word), WebUtility.HtmlEncode(word),
    ];
}
