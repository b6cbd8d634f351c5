using System.Text.Json;
using Google.Protobuf;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary>Reads the claims out of a token's payload; a claim of the wrong type makes the token unreadable, as for Go's decoder.</summary>
internal static class TokenPayload
{
    private static readonly JsonParser ConfigParser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static TokenClaims? TryRead(JsonElement payload)
    {
        try
        {
            return new TokenClaims
            {
                Identity = Text(payload, "sub") is { Length: > 0 } subject ? subject : Text(payload, "jti"),
                Name = Text(payload, "name"),
                Kind = Text(payload, "kind"),
                Metadata = Text(payload, "metadata"),
                Attributes = Attributes(payload),
                Video = payload.TryGetProperty("video", out var video) ? video : default,
                RoomConfig = payload.TryGetProperty("roomConfig", out var config) && config.ValueKind != JsonValueKind.Null
                    ? ConfigParser.Parse<RoomConfiguration>(config.GetRawText())
                    : null,
            };
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }

    /// <summary>Empty when the claim is absent.</summary>
    /// <exception cref="InvalidOperationException">It is not text.</exception>
    public static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString()! : "";

    private static Dictionary<string, string> Attributes(JsonElement payload)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (payload.TryGetProperty("attributes", out var given) && given.ValueKind != JsonValueKind.Null)
        {
            foreach (var attribute in given.EnumerateObject())
            {
                attributes[attribute.Name] = attribute.Value.GetString() ?? "";
            }
        }

        return attributes;
    }
}
