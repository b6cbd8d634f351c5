using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How far a delivery has come. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<WebhookDeliveryStatus>))]
public readonly record struct WebhookDeliveryStatus(string Text) : IWord<WebhookDeliveryStatus>
{
    /// <summary>The receiver has answered 2xx.</summary>
    public static WebhookDeliveryStatus Delivered => new("delivered");

    /// <summary>It failed, and is tried again.</summary>
    public static WebhookDeliveryStatus Retrying => new("retrying");

    /// <summary>It failed, and no attempt is left. It can be replayed.</summary>
    public static WebhookDeliveryStatus Exhausted => new("exhausted");

    /// <summary>The receiver has answered 410: nothing more is sent there.</summary>
    public static WebhookDeliveryStatus Gone => new("gone");

    static WebhookDeliveryStatus IWord<WebhookDeliveryStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
