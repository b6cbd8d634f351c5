using System.Buffers;
using System.IO.Hashing;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Tenants;

/// <summary>
/// The form of an API key: <c>rk_live_</c> or <c>rk_test_</c>, 43 base62 characters (256 random bits) and 6 of their CRC-32.
/// The checksum lets a mistyped key be refused without asking the database, and a leaked one be found by a scanner. A key
/// has full entropy, so SHA-256 alone keeps it safe at rest.
/// </summary>
public static class ApiKeySecret
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int PrefixLength = 8;
    private const int RandomLength = 43;
    private const int ChecksumLength = 6;
    private const int DisplayedLength = 4;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <summary>Characters in a key.</summary>
    public const int Length = PrefixLength + RandomLength + ChecksumLength;

    /// <summary>Bytes that <see cref="FromSeed"/> takes: twice as many as a key has, so that each key is as likely as any other.</summary>
    public const int SeedBytes = 64;

    /// <summary>Makes a key.</summary>
    public static string Generate(Mode mode) => WithChecksum(PrefixOf(mode) + RandomNumberGenerator.GetString(Alphabet, RandomLength));

    /// <summary>Makes the key that follows from a seed: as good as the seed is hard to guess.</summary>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not <see cref="SeedBytes"/> long.</exception>
    public static string FromSeed(Mode mode, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
        {
            throw new ArgumentException($"A seed is {SeedBytes} bytes.", nameof(seed));
        }

        Span<char> random = stackalloc char[RandomLength];
        var rest = new BigInteger(seed, isUnsigned: true);
        for (var i = 0; i < random.Length; i++)
        {
            (rest, var digit) = BigInteger.DivRem(rest, Alphabet.Length);
            random[i] = Alphabet[(int)digit];
        }

        return WithChecksum(string.Concat(PrefixOf(mode), random));
    }

    private static string WithChecksum(string body)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(body, checksum);
        return string.Concat(body, checksum);
    }

    /// <summary>Whether the text has the form of a key, checksum included; gives the mode that it claims.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text, out Mode mode)
    {
        mode = text.StartsWith(PrefixOf(Mode.Test), StringComparison.Ordinal) ? Mode.Test : Mode.Live;
        return text.Length == Length
            && text.StartsWith(PrefixOf(mode), StringComparison.Ordinal)
            && !text[PrefixLength..].ContainsAnyExcept(Allowed)
            && HasChecksum(text);
    }

    /// <summary>What is stored in the key's place: SHA-256 of its characters.</summary>
    public static byte[] Hash(ReadOnlySpan<char> key)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Length)];
        return SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)]);
    }

    /// <summary>The part that is kept in the clear to recognise a key by: the type and four characters.</summary>
    public static string DisplayPrefix(string key) => key[..(PrefixLength + DisplayedLength)];

    /// <summary>The last four characters, which are kept in the clear as well: people tell keys apart by their ends.</summary>
    public static string LastFour(string key) => key[^DisplayedLength..];

    private static string PrefixOf(Mode mode) => mode == Mode.Live ? "rk_live_" : "rk_test_";

    private static bool HasChecksum(ReadOnlySpan<char> text)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(text[..^ChecksumLength], checksum);
        return text[^ChecksumLength..].SequenceEqual(checksum);
    }

    private static void WriteChecksum(ReadOnlySpan<char> body, Span<char> checksum)
    {
        Span<byte> utf8 = stackalloc byte[Length];
        var crc = Crc32.HashToUInt32(utf8[..Encoding.ASCII.GetBytes(body, utf8)]);
        for (var i = checksum.Length - 1; i >= 0; i--)
        {
            checksum[i] = Alphabet[(int)(crc % 62)];
            crc /= 62;
        }
    }
}
