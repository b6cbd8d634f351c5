using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit;

/// <summary>
/// Seals bytes so that they can travel as a participant's attribute, which everybody in the room can read and the participant may be allowed to write: nobody
/// without a secret of the cluster can read, make or change one, and none opens for another identity or in another LiveKit room. Safe to use from
/// many threads at once.
/// </summary>
/// <remarks>
/// AES-256-GCM (NIST SP 800-38D) under a key that HKDF (RFC 5869, SHA-256) makes of the API secret for the one room, so that random nonces
/// cannot come to meet; the identity is authenticated beside. Version, nonce, ciphertext and tag, as base64url.
/// </remarks>
public sealed class AttributeSeal
{
    /// <summary>The most bytes that can be sealed.</summary>
    public const int MaxValueLength = 4096;

    private const byte Version = 1;
    private const int NonceAt = 1;
    private const int NonceLength = 12;
    private const int ValueAt = NonceAt + NonceLength;
    private const int TagLength = 16;
    private const int KeyLength = 32;
    private const int Overhead = ValueAt + TagLength;

    private readonly byte[][] _roots;

    /// <summary>A seal under the first of these secrets, which opens what any of them has sealed: as while a key is being replaced.</summary>
    /// <exception cref="ArgumentException">There is no secret, or one is empty.</exception>
    public AttributeSeal(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _roots =
        [
            .. secrets.Select(static secret =>
            {
                ArgumentException.ThrowIfNullOrEmpty(secret, nameof(secrets));
                return HKDF.Extract(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), "RelayKit attribute seal"u8.ToArray());
            }),
        ];
        ArgumentOutOfRangeException.ThrowIfZero(_roots.Length, nameof(secrets));
    }

    /// <summary>Seals a value of at most <see cref="MaxValueLength"/> bytes; each time another text.</summary>
    /// <param name="value">What to seal.</param>
    /// <param name="room">LiveKit's name of the room.</param>
    /// <param name="identity">The participant's identity.</param>
    public string Seal(ReadOnlySpan<byte> value, string room, string identity)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxValueLength, nameof(value));
        var whole = new byte[Overhead + value.Length];
        whole[0] = Version;
        RandomNumberGenerator.Fill(whole.AsSpan(NonceAt, NonceLength));
        using var cipher = CipherOf(_roots[0], room);
        cipher.Encrypt(
            whole.AsSpan(NonceAt, NonceLength), value, whole.AsSpan(ValueAt, value.Length), whole.AsSpan(ValueAt + value.Length), Beside(identity));
        return Base64Url.EncodeToString(whole);
    }

    /// <summary>Opens a value; false where it was not sealed like this for that room and identity. Never throws for what a sender may send.</summary>
    /// <param name="text">What <see cref="Seal"/> gave, or anything else.</param>
    /// <param name="room">LiveKit's name of the room.</param>
    /// <param name="identity">The participant's identity.</param>
    /// <param name="value">What was sealed.</param>
    public bool TryOpen(string text, string room, string identity, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        if (text.Length > Base64Url.GetEncodedLength(Overhead + MaxValueLength) || !Base64Url.IsValid(text))
        {
            return false;
        }

        var whole = Base64Url.DecodeFromChars(text);
        if (whole.Length < Overhead || whole[0] != Version)
        {
            return false;
        }

        var opened = new byte[whole.Length - Overhead];
        var beside = Beside(identity);
        foreach (var root in _roots)
        {
            using var cipher = CipherOf(root, room);
            try
            {
                cipher.Decrypt(
                    whole.AsSpan(NonceAt, NonceLength), whole.AsSpan(ValueAt, opened.Length), whole.AsSpan(ValueAt + opened.Length), opened, beside);
                value = opened;
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Not by this one.
            }
        }

        return false;
    }

    private static AesGcm CipherOf(byte[] root, string room)
    {
        Span<byte> key = stackalloc byte[KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, root, key, Encoding.UTF8.GetBytes(room));
        return new AesGcm(key, TagLength);
    }

    /// <summary>What is authenticated beside the value: the version, and whose it is.</summary>
    private static byte[] Beside(string identity)
    {
        var beside = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(identity)];
        BinaryPrimitives.WriteInt32BigEndian(beside, Version);
        Encoding.UTF8.GetBytes(identity, beside.AsSpan(sizeof(int)));
        return beside;
    }
}
