using System.Text;
using Microsoft.Extensions.Primitives;

namespace RelayKit.Api.Idempotency;

/// <summary>
/// Reads the header <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header): 1 to 255 printable ASCII characters, as they are or
/// as a string of RFC 8941 (in quotes, with <c>\"</c> and <c>\\</c>). Both forms of a key are the same key.
/// </summary>
internal static class IdempotencyKeyText
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <summary>What the header has to be, for whoever sent something else.</summary>
    public const string Form = "has to be one key of 1 to 255 printable ASCII characters, as it is or in double quotes (RFC 8941)";

    /// <summary>The key; false for a header that is sent twice, empty, too long, or anything but printable ASCII.</summary>
    public static bool TryParse(StringValues header, out string key)
    {
        key = "";
        if (header is not [{ Length: > 0 } sent] || sent.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        if (sent[0] != '"')
        {
            key = sent;
        }
        else if (!TryUnquote(sent, out key))
        {
            return false;
        }

        return key.Length is >= 1 and <= MaxLength;
    }

    private static bool TryUnquote(string sent, out string key)
    {
        key = "";
        if (sent.Length < 2 || sent[^1] != '"')
        {
            return false;
        }

        var text = new StringBuilder(sent.Length);
        var inside = sent.AsSpan(1, sent.Length - 2);
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '"')
            {
                return false;
            }

            if (inside[i] == '\\' && (++i == inside.Length || inside[i] is not ('"' or '\\')))
            {
                return false;
            }

            text.Append(inside[i]);
        }

        key = text.ToString();
        return true;
    }
}
