using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Takes out of an answer what a receiver that repeats what it was sent has put there.</summary>
internal static class WebhookRedaction
{
    private const string Instead = "[redacted]";

    /// <summary>The answer without the signature and without a secret.</summary>
    public static WebhookAnswer? Of(WebhookAnswer? answer, IEnumerable<WebhookSecret> secrets, string signature)
    {
        if (answer is null)
        {
            return null;
        }

        string[] unwanted = [.. secrets.Select(static secret => secret.Text[WebhookSecret.Prefix.Length..]), .. signature.Split(' ').Select(static one => one[3..])];
        string Redact(string text) => unwanted.Aggregate(text, static (rest, one) => rest.Replace(one, Instead, StringComparison.Ordinal));
        return answer with
        {
            Headers = [.. answer.Headers.Select(header => header with { Value = Redact(header.Value) })],
            Body = answer.Body is { } body ? Redact(body) : null,
        };
    }
}
