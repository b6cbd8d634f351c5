using System.Globalization;
using System.Text;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Signing;

/// <summary>AWS's percent encoding: everything but letters, digits and <c>- . _ ~</c>, in upper-case hexadecimal of UTF-8.</summary>
internal static class AwsEncoding
{
    private const string Hex = "0123456789ABCDEF";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encodes a text; slashes too, unless it is a path.</summary>
    public static string Encode(string text, bool keepSlashes = false)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
                || (keepSlashes && value == (byte)'/'))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append(Hex[value >> 4]).Append(Hex[value & 15]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes once; what is decoded is data, whatever it looks like.</summary>
    /// <exception cref="FormatException">It is no encoding of UTF-8.</exception>
    public static string Decode(ReadOnlySpan<char> text, bool plusIsSpace = false)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                {
                    throw new FormatException("A percent sign is not followed by two hexadecimal digits.");
                }

                bytes.Add(value);
                i += 2;
            }
            else if (char.IsAscii(text[i]))
            {
                bytes.Add(plusIsSpace && text[i] == '+' ? (byte)' ' : (byte)text[i]);
            }
            else
            {
                throw new FormatException("A character that is not ASCII is not encoded.");
            }
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException broken)
        {
            throw new FormatException("It is not UTF-8.", broken);
        }
    }

    /// <summary>Names and values of a query, decoded, in its own order.</summary>
    /// <exception cref="FormatException">It is no encoding of UTF-8.</exception>
    public static List<KeyValuePair<string, string>> DecodeQuery(string query)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            pairs.Add(new(Decode(name, plusIsSpace: true), equals < 0 ? "" : Decode(part.AsSpan(equals + 1), plusIsSpace: true)));
        }

        return pairs;
    }
}
