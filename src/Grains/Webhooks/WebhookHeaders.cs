namespace RelayKit.Webhooks;

/// <summary>The names of a webhook's three headers: Standard Webhooks' own, and Svix's older ones, which say the same of the same signature.</summary>
/// <param name="Id">The message's id, the same with each attempt.</param>
/// <param name="Timestamp">When this attempt was made, Unix seconds.</param>
/// <param name="Signature">Signatures with spaces between, each <c>v1,</c> and base64.</param>
public sealed record WebhookHeaders(string Id, string Timestamp, string Signature)
{
    /// <summary><c>webhook-id</c> and so on: what RelayKit sends.</summary>
    public static WebhookHeaders Standard { get; } = Of("webhook-");

    /// <summary><c>svix-id</c> and so on: what senders that use Svix send.</summary>
    public static WebhookHeaders Svix { get; } = Of("svix-");

    private static WebhookHeaders Of(string prefix) => new(prefix + "id", prefix + "timestamp", prefix + "signature");
}
