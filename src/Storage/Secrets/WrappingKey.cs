using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace RelayKit.Storage.Secrets;

/// <summary>A key of the operator's that wraps keys of the ring: AES-256-GCM, under a nonce of its own for each.</summary>
internal sealed class WrappingKey
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly byte[] AssociatedData = "relaykit.secrets.ring.1"u8.ToArray();

    private readonly byte[] _key;

    private WrappingKey(byte[] key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(key, "relaykit.secrets.id.1"u8).AsSpan(0, 8));
    }

    /// <summary>16 hexadecimal digits that follow from the key and from which it does not follow: what a wrapped key says it was wrapped by.</summary>
    public string Id { get; }

    /// <summary>Reads 32 bytes in base64 or hexadecimal.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WrappingKey? key)
    {
        var bytes = new byte[KeyBytes];
        var isKey = text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == KeyBytes
            : Convert.TryFromBase64String(text, bytes, out written) && written == KeyBytes;
        key = isKey ? new WrappingKey(bytes) : null;
        return isKey;
    }

    /// <summary>Nonce, tag, ciphertext.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), AssociatedData);
        return box;
    }

    /// <summary>What was wrapped.</summary>
    /// <exception cref="CryptographicException">It was changed since.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The wrapped key is cut short.");
        }

        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), plain, AssociatedData);
        return plain;
    }
}
