using System.Text;
using RelayKit.LiveKit;

namespace RelayKit.Labels;

/// <summary>
/// A participant's own labels as an attribute of its join token, from which LiveKit's webhooks and lists bring them back: sealed, so that nobody in
/// the room can read them and no client can give itself others (docs/decisions/0016).
/// </summary>
public static class LabelSeal
{
    /// <summary>The attribute that carries them.</summary>
    public const string Attribute = ReservedPrefix + "labels";

    /// <summary>How the keys of all attributes begin that are RelayKit's own.</summary>
    public const string ReservedPrefix = "rk.";

    /// <summary>Zeros fill a seal up to a multiple of this, so that its length tells little of what is in it.</summary>
    private const int Grain = 32;

    /// <summary>Whether an attribute's key is RelayKit's own.</summary>
    public static bool IsReserved(string key) => key.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    /// <summary>Labels, at least one, as the attribute's value.</summary>
    public static string Seal(LabelSet labels, AttributeSeal seal, string room, string identity) => seal.Seal(Write(labels), room, identity);

    /// <summary>The labels that an attribute's value carries; null where it was not made for that room and identity.</summary>
    public static LabelSet? Open(string text, AttributeSeal seal, string room, string identity) =>
        seal.TryOpen(text, room, identity, out var opened) ? Read(opened) : null;

    /// <summary>How many labels, then each name and each value with its length in a byte; names are ASCII, values UTF-8.</summary>
    internal static byte[] Write(LabelSet labels)
    {
        var length = 1 + labels.Labels.Sum(static label => 2 + label.Name.Length + Encoding.UTF8.GetByteCount(label.Value));
        var bytes = new byte[(length + Grain - 1) / Grain * Grain];
        bytes[0] = (byte)labels.Labels.Length;
        var at = 1;
        foreach (var (name, value) in labels.Labels)
        {
            at = Append(bytes, Append(bytes, at, name), value);
        }

        return bytes;
    }

    /// <summary>The labels; null where these are not the bytes of any.</summary>
    internal static LabelSet? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] is 0 or > LabelSet.MaxCount)
        {
            return null;
        }

        var labels = new KeyValuePair<string, string>[bytes[0]];
        var rest = bytes[1..];
        for (var i = 0; i < labels.Length; i++)
        {
            if (!TryTake(ref rest, out var name) || !TryTake(ref rest, out var value) || !LabelSet.IsName(name) || !LabelSet.IsValue(value)
                || (i > 0 && string.CompareOrdinal(labels[i - 1].Key, name) >= 0))
            {
                return null;
            }

            labels[i] = new(name, value);
        }

        return rest.ContainsAnyExcept((byte)0) ? null : LabelSet.Of(labels);
    }

    private static int Append(byte[] bytes, int at, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, bytes.AsSpan(at + 1));
        bytes[at] = (byte)length;
        return at + 1 + length;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out string text)
    {
        if (rest.IsEmpty || rest.Length <= rest[0])
        {
            text = "";
            return false;
        }

        text = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
        rest = rest[(rest[0] + 1)..];
        return true;
    }
}
