using Google.Protobuf;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>Protobuf's JSON as LiveKit writes webhooks: lowerCamelCase, 64-bit numbers as text, default values left out.</summary>
internal static class WebhookJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(false));

    public static string Write(WebhookEvent webhook) => Formatter.Format(webhook);
}
