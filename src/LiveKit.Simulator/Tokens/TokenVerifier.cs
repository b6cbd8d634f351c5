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
            || !Base64Url.IsValid(parts[2]) || !IsText(header, "alg", out var algorithm) || algorithm != "HS256"
            || !IsText(payload, "iss", out var issuer) || TokenPayload.TryRead(payload) is not { } claims)
        {
            return null;
        }

        if (!keys.TryGetValue(issuer, out var secret))
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

        if (Untimely(payload) is { } reason)
        {
            error = $"{Malformed}: go-jose/go-jose/jwt: {reason}";
            return null;
        }

        return claims;
    }

    private string? Untimely(JsonElement payload)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return Seconds(payload, "exp") is not { } expiry ? "token has no expiry (exp)"
            : now > expiry + LeewaySeconds ? "validation failed, token is expired (exp)"
            : Seconds(payload, "nbf") is { } from && now < from - LeewaySeconds ? "validation failed, token not valid yet (nbf)"
            : null;
    }

    private static JsonElement? Parse(string part)
    {
        if (!Base64Url.IsValid(part))
        {
            return null;
        }

        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));
            DecodeAllText(json);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (Exception undecodable) when (undecodable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Text is decoded when it is read, and half a surrogate pair then throws: better here than later.</summary>
    private static void DecodeAllText(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            _ = json.GetString();
        }
        else if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                DecodeAllText(item);
            }
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
            {
                _ = property.Name;
                DecodeAllText(property.Value);
            }
        }
    }

    private static bool IsText(JsonElement json, string name, out string text)
    {
        var isText = json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
        text = isText ? value.GetString()! : "";
        return isText;
    }

    private static double? Seconds(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
