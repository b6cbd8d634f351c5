using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Accounts;

/// <summary>
/// The form of what sessions, invitations and links in mails are shown by: 256 random bits, 43 characters of base64url. It has full entropy,
/// so SHA-256 alone keeps it safe at rest; the token itself is nowhere.
/// </summary>
public static class SecretToken
{
    /// <summary>Bytes in a token.</summary>
    public const int Bytes = 32;

    /// <summary>Characters in a token.</summary>
    public const int Length = 43;

    /// <summary>Makes one.</summary>
    public static string Generate() => Of(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The token of these bytes, which nobody else can guess.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="Bytes"/> of them.</exception>
    public static string Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes ? Base64Url.EncodeToString(bytes) : throw new ArgumentException($"A token is {Bytes} bytes.", nameof(bytes));

    /// <summary>Whether the text has the form of a token.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Length && Base64Url.IsValid(text, out var bytes) && bytes == Bytes;

    /// <summary>What is stored in its place.</summary>
    public static byte[] Hash(ReadOnlySpan<char> token)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Length)];
        return SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token[..Math.Min(token.Length, Length)], utf8)]);
    }
}
