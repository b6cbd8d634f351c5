using System.Text.Json;

namespace RelayKit.LiveKit;

/// <summary>The claims of a webhook's token that decide whether to believe it. Times are Unix seconds and may have a fraction.</summary>
internal readonly record struct WebhookClaims(string Issuer, double Expires, double NotBefore, string? BodyHash)
{
    /// <summary>False when this is not a JSON object, lacks <c>iss</c> or <c>exp</c>, has a claim of the wrong type, or says one twice.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out WebhookClaims claims)
    {
        claims = default;
        string? issuer = null, bodyHash = null;
        double? expires = null, notBefore = null;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var understood =
                reader.ValueTextEquals("iss"u8) ? ReadText(ref reader, ref issuer) :
                reader.ValueTextEquals("exp"u8) ? ReadNumber(ref reader, ref expires) :
                reader.ValueTextEquals("nbf"u8) ? ReadNumber(ref reader, ref notBefore) :
                reader.ValueTextEquals("sha256"u8) ? ReadText(ref reader, ref bodyHash) :
                reader.TrySkip();
            if (!understood)
            {
                return false;
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read() || issuer is null || expires is not { } end)
        {
            return false;
        }

        claims = new WebhookClaims(issuer, end, notBefore ?? 0, bodyHash);
        return true;
    }

    private static bool ReadText(ref Utf8JsonReader reader, ref string? value)
    {
        if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        value = reader.GetString();
        return true;
    }

    private static bool ReadNumber(ref Utf8JsonReader reader, ref double? value)
    {
        if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var number))
        {
            return false;
        }

        value = number;
        return double.IsFinite(number);
    }
}
