namespace RelayKit.Identifiers;

/// <summary>
/// Crockford's base32 of a 128-bit value: 26 lower-case characters, no <c>i l o u</c>, whose text order is the value's order.
/// </summary>
internal static class CrockfordBase32
{
    /// <summary>Characters that 128 bits take: 26 × 5 = 130, the first two bits always zero.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The value of each ASCII character, or <see cref="Foreign"/>.</summary>
    private static readonly byte[] Digits = MakeDigits();

    private const byte Foreign = 0xff;

    // In two halves: shifting 128 bits for each of 26 characters is most of what an id would cost, and a request makes several.
    public static void Encode(UInt128 value, Span<char> destination)
    {
        var (high, low) = ((ulong)(value >> 64), (ulong)value);
        for (var i = Length - 1; i > 13; i--)
        {
            destination[i] = Alphabet[(int)(low & 31)];
            low >>= 5;
        }

        // Of the character in the middle four bits are the lower half's last ones.
        destination[13] = Alphabet[(int)((low | (high << 4)) & 31)];
        high >>= 1;
        for (var i = 12; i >= 0; i--)
        {
            destination[i] = Alphabet[(int)(high & 31)];
            high >>= 5;
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

        ulong high = 0, low = 0;
        foreach (var c in text)
        {
            var digit = c < Digits.Length ? Digits[c] : Foreign;
            if (digit == Foreign)
            {
                return false;
            }

            high = (high << 5) | (low >> 59);
            low = (low << 5) | digit;
        }

        value = new UInt128(high, low);
        return true;
    }

    private static byte[] MakeDigits()
    {
        var digits = new byte[128];
        Array.Fill(digits, Foreign);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            digits[Alphabet[i]] = (byte)i;
        }

        return digits;
    }
}
