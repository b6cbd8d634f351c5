using System.Text.Json;

namespace RelayKit.Supabase;

/// <summary>The claims of an access token that are gone by. <c>user_metadata</c> is not among them: people write it themselves.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="SessionId">Supabase's session.</param>
/// <param name="IssuedAt">Seconds since 1970.</param>
/// <param name="ExpiresAt">Seconds since 1970.</param>
/// <param name="NotBefore">Seconds since 1970; null where it is not said.</param>
/// <param name="SignedInAt">Seconds since 1970: when the first factor was shown, at the latest when the token was issued.</param>
internal sealed record AccessTokenClaims(Guid Subject, Guid? SessionId, long IssuedAt, long ExpiresAt, long? NotBefore, long SignedInAt)
{
    /// <summary>The end of the year 9999: beyond it no date is.</summary>
    private const long Latest = 253_402_300_799;

    /// <summary>Null where a claim that every access token has is missing or is not what it has to be.</summary>
    public static AccessTokenClaims? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !Guid.TryParseExact(TextOf(root, "sub"), "D", out var subject)
                || !TryReadTime(root, "iat", out var issued) || issued is not { } issuedAt
                || !TryReadTime(root, "exp", out var expires) || expires is not { } expiresAt
                || !TryReadTime(root, "nbf", out var notBefore)
                || !TryReadFirstFactor(root, issuedAt, out var signedInAt))
            {
                return null;
            }

            return new AccessTokenClaims(
                subject, Guid.TryParseExact(TextOf(root, "session_id"), "D", out var session) ? session : null, issuedAt, expiresAt, notBefore, signedInAt);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary><c>amr</c> has a line for each factor with the instant at which it was shown; renewing a session adds none.</summary>
    private static bool TryReadFirstFactor(JsonElement root, long issuedAt, out long signedInAt)
    {
        signedInAt = issuedAt;
        if (!root.TryGetProperty("amr", out var factors) || factors.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        foreach (var factor in factors.EnumerateArray().Where(static factor => factor.ValueKind == JsonValueKind.Object))
        {
            if (!TryReadTime(factor, "timestamp", out var shown))
            {
                return false;
            }

            signedInAt = Math.Min(signedInAt, shown ?? signedInAt);
        }

        return true;
    }

    /// <summary>True and null where the claim is missing.</summary>
    private static bool TryReadTime(JsonElement root, string name, out long? seconds)
    {
        seconds = null;
        if (!root.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number is not (>= 0 and <= Latest))
        {
            return false;
        }

        seconds = (long)number;
        return true;
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
