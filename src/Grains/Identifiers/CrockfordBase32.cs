namespace RelayKit.Identifiers;

/// <summary>
/// Crockford's base32 of a 128-bit value: 26 lower-case characters, no <c>i l o u</c>, whose text order is the value's order.
/// </summary>
internal static class CrockfordBase32
{
    /// <summary>Characters that 128 bits take: 26 × 5 = 130, the first two bits always zero.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static void Encode(UInt128 value, Span<char> destination)
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            destination[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    }

    /// <summary>False for any other length, a foreign character, upper case, or a value above 128 bits: one id has one spelling.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = 0;
        if (text.Length != Length || text[0] > '7')
        {
            return false;
        }

        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        return true;
    }
}
