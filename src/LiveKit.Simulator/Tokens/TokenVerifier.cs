using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RelayKit.LiveKit.Simulator.Tokens;

/// <summary>Checks a token as a LiveKit server does, with the server's words for what is wrong.</summary>
internal sealed class TokenVerifier(IReadOnlyDictionary<string, string> keys, TimeProvider time)
{
    /// <summary>LiveKit allows clocks to differ by a minute.</summary>
    private const long LeewaySeconds = 60;

    private const string Malformed = "invalid authorization token";

    /// <summary>The claims, or null and the text of the 401.</summary>
    public TokenClaims? Verify(string token, out string error)
    {
        error = Malformed;
        var parts = token.Split('.');
        if (parts.Length != 3 || Parse(parts[0]) is not { } header || Parse(parts[1]) is not { } payload
            || Text(header, "alg") != "HS256" || !Base64Url.IsValid(parts[2]))
        {
            return null;
        }

        if (!keys.TryGetValue(Text(payload, "iss"), out var secret))
        {
            error = "invalid API key";
            return null;
        }

        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        if (!CryptographicOperations.FixedTimeEquals(expected, Base64Url.DecodeFromChars(parts[2])))
        {
            error = $"{Malformed}: go-jose/go-jose: error in cryptographic primitive";
            return null;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var reason = Seconds(payload, "exp") is not { } expiry ? "token has no expiry (exp)"
            : now > expiry + LeewaySeconds ? "validation failed, token is expired (exp)"
            : Seconds(payload, "nbf") is { } from && now < from - LeewaySeconds ? "validation failed, token not valid yet (nbf)"
            : null;
        if (reason is not null)
        {
            error = $"{Malformed}: go-jose/go-jose/jwt: {reason}";
            return null;
        }

        return Read(payload);
    }

    private static TokenClaims Read(JsonElement payload) => new()
    {
        Identity = Text(payload, "sub") is { Length: > 0 } subject ? subject : Text(payload, "jti"),
        Name = Text(payload, "name"),
        Kind = Text(payload, "kind"),
        Metadata = Text(payload, "metadata"),
        Attributes = payload.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object
            ? attributes.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.ToString())
            : [],
        Video = payload.TryGetProperty("video", out var video) ? video : default,
        RoomConfig = payload.TryGetProperty("roomConfig", out var config) ? config : default,
    };

    private static JsonElement? Parse(string part)
    {
        if (!Base64Url.IsValid(part))
        {
            return null;
        }

        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long? Seconds(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? (long)value.GetDouble() : null;
}
