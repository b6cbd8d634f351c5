using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace RelayKit.LiveKit;

/// <summary>A JWT in compact form, taken apart but not yet believed.</summary>
internal readonly ref struct WebhookToken
{
    // LiveKit's own have some 300 characters. The bound keeps what a stranger sends on the stack and off the processor.
    private const int MaxLength = 8 * 1024;

    private WebhookToken(ReadOnlySpan<char> signed, ReadOnlySpan<char> signature, WebhookClaims claims)
    {
        Signed = signed;
        Signature = signature;
        Claims = claims;
    }

    /// <summary>Header and claims as they were sent: what the signature is over.</summary>
    public ReadOnlySpan<char> Signed { get; }

    /// <summary>The signature as it was sent.</summary>
    public ReadOnlySpan<char> Signature { get; }

    public WebhookClaims Claims { get; }

    /// <summary>False when the text is larger than 8 KiB or not three parts, or the header is not HS256's, or the claims cannot be read.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out WebhookToken token)
    {
        token = default;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var headerEnd = text.IndexOf('.');
        var signedEnd = text.LastIndexOf('.');
        if (headerEnd <= 0 || signedEnd <= headerEnd + 1 || text[(headerEnd + 1)..signedEnd].Contains('.'))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[text.Length];
        try
        {
            if (!TryDecode(text[..headerEnd], buffer, out var header) || !IsHs256(buffer[..header])
                || !TryDecode(text[(headerEnd + 1)..signedEnd], buffer, out var payload)
                || !WebhookClaims.TryRead(buffer[..payload], out var claims))
            {
                return false;
            }

            token = new WebhookToken(text[..signedEnd], text[(signedEnd + 1)..], claims);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader has no way to say that text is not JSON, or not UTF-8, but to throw.
            return false;
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> part, Span<byte> buffer, out int length) =>
        Base64Url.DecodeFromChars(part, buffer, out _, out length) == OperationStatus.Done;

    /// <summary>HS256 and nothing that must be understood besides (RFC 7515, section 4.1.11).</summary>
    private static bool IsHs256(ReadOnlySpan<byte> header)
    {
        var reader = new Utf8JsonReader(header);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var hs256 = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("crit"u8))
            {
                return false;
            }

            if (!reader.ValueTextEquals("alg"u8))
            {
                reader.Skip();
                continue;
            }

            if (hs256 || !reader.Read() || reader.TokenType != JsonTokenType.String || !reader.ValueTextEquals("HS256"u8))
            {
                return false;
            }

            hs256 = true;
        }

        return hs256 && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
    }
}
