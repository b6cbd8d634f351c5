using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Api.Idempotency;

/// <summary>
/// Everything about a request that is derived from its credential and its idempotency key (HKDF-SHA256, RFC 5869): what its row is found
/// by, what its content is told apart by, and what its answer is sealed with. Only whoever sends both again can derive it again.
/// </summary>
internal sealed class RequestSecrets
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private static readonly byte[] Salt = "relaykit.idempotency.1"u8.ToArray();

    private readonly byte[] _contentKey;
    private readonly byte[] _sealingKey;

    /// <param name="credential">The API key, or the operator's key.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="scope">Where the key holds: whose request it is, its method and its path.</param>
    public RequestSecrets(string credential, string key, ReadOnlySpan<string> scope)
    {
        var root = HKDF.Extract(HashAlgorithmName.SHA256, Join(credential, key), Salt);
        RequestHash = Expand(root, "request", scope);
        _contentKey = Expand(root, "content", scope);
        _sealingKey = Expand(root, "answer", scope);
    }

    /// <summary>What the request's row is found by.</summary>
    public byte[] RequestHash { get; }

    /// <summary>What tells the request from another under the same key.</summary>
    public byte[] ContentHash(string query, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _contentKey);
        hash.AppendData(Join(query));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Encrypts with AES-256-GCM: nonce, tag, ciphertext. It opens for this request and this purpose alone.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealingKey, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), AssociatedData(purpose));
        return box;
    }

    /// <summary>What was sealed.</summary>
    /// <exception cref="CryptographicException">Another credential, key, request or purpose sealed it, or it was changed since.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("What was sealed is cut short.");
        }

        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_sealingKey, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), plain, AssociatedData(purpose));
        return plain;
    }

    private byte[] AssociatedData(string purpose) => [.. RequestHash, .. Join(purpose)];

    private static byte[] Expand(byte[] root, string purpose, ReadOnlySpan<string> scope) =>
        HKDF.Expand(HashAlgorithmName.SHA256, root, SHA256.HashSizeInBytes, Join([purpose, .. scope]));

    /// <summary>Each part with its length before it, so that no two lists of parts are the same bytes.</summary>
    private static byte[] Join(params ReadOnlySpan<string> parts)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        foreach (var part in parts)
        {
            writer.Write(part);
        }

        writer.Flush();
        return bytes.ToArray();
    }
}
