using System.Buffers;
using System.Text;

namespace RelayKit;

/// <summary>Which text can be kept: PostgreSQL takes no NUL, and UTF-8 has no half surrogate pairs.</summary>
public static class StorableText
{
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create(['\0', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    /// <summary>Whether the text can be kept as it is.</summary>
    public static bool IsStorable(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return true;
        }

        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var read) != OperationStatus.Done || rune.Value == 0)
            {
                return false;
            }

            rest = rest[read..];
        }

        return true;
    }

    /// <summary>The text with U+FFFD where something cannot be kept: what LiveKit tells is recorded, not refused.</summary>
    public static string Mend(string text) => IsStorable(text)
        ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));
}
