using System.Numerics;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Reads and writes ids as the documentation describes them: a prefix and Crockford's base32 of a UUID.</summary>
public static class PublicIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Characters = 26;

    public static string Encode(string prefix, Guid id)
    {
        var value = new BigInteger(id.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true);
        var text = "";
        for (var i = 0; i < Characters; i++, value /= 32)
        {
            text = Alphabet[(int)(value % 32)] + text;
        }

        return $"{prefix}_{text}";
    }

    public static Guid Decode(string id)
    {
        var value = id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]
            .Aggregate(BigInteger.Zero, (sum, c) => (sum * 32) + Alphabet.IndexOf(c, StringComparison.Ordinal));
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new Guid([.. new byte[16 - bytes.Length], .. bytes], bigEndian: true);
    }
}
