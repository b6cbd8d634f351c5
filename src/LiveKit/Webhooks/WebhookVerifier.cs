using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit;

/// <summary>
/// Tells whether a webhook comes from a LiveKit cluster that holds one of the given keys: the token is signed with the key's secret,
/// is valid now, and carries the SHA-256 of the body as it came over the wire. Runs once for every webhook, before anything is parsed;
/// docs/decisions/0002-webhook-verification.md says why it is not a JWT library's work. Safe to use from many threads at once.
/// </summary>
public sealed class WebhookVerifier
{
    private const double LeewaySeconds = 60;
    private const int HashBase64Length = 44;
    private const int SignatureLength = 43;
    private const string BearerPrefix = "Bearer ";

    private readonly FrozenDictionary<string, (WebhookKey Key, byte[] Secret)> _keys;
    private readonly TimeProvider _time;

    /// <summary>A verifier that accepts any of <paramref name="keys"/>.</summary>
    /// <exception cref="ArgumentException">Two keys have the same API key, or a secret is empty.</exception>
    public WebhookVerifier(IEnumerable<WebhookKey> keys, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);
        var secrets = new Dictionary<string, (WebhookKey, byte[])>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            ArgumentException.ThrowIfNullOrEmpty(key.ApiSecret);
            secrets.Add(key.ApiKey, (key, Encoding.UTF8.GetBytes(key.ApiSecret)));
        }

        _keys = secrets.ToFrozenDictionary(StringComparer.Ordinal);
        _time = time;
    }

    /// <summary>
    /// Verifies a body as it was received, byte for byte, against the value of the Authorization header: the bare token, as LiveKit
    /// sends it, or the token after <c>Bearer </c>. Never throws for what a sender may send.
    /// </summary>
    public WebhookVerification Verify(ReadOnlySpan<byte> body, string? authorization)
    {
        var token = Token(authorization);
        if (token.IsEmpty)
        {
            return WebhookVerification.Reject(WebhookRejection.MissingToken);
        }

        if (!WebhookToken.TryRead(token, out var read) || read.Signature.Length != SignatureLength)
        {
            return WebhookVerification.Reject(WebhookRejection.MalformedToken);
        }

        if (!_keys.TryGetValue(read.Claims.Issuer, out var known))
        {
            return WebhookVerification.Reject(WebhookRejection.UnknownApiKey);
        }

        if (!IsSignedWith(known.Secret, read))
        {
            return WebhookVerification.Reject(WebhookRejection.InvalidSignature);
        }

        var rejection = Judge(read.Claims, body);
        return rejection == WebhookRejection.None ? WebhookVerification.Accept(known.Key) : WebhookVerification.Reject(rejection);
    }

    private static ReadOnlySpan<char> Token(string? authorization)
    {
        var value = authorization.AsSpan().Trim();
        if (value.Equals(BearerPrefix.AsSpan().TrimEnd(), StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        return value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? value[BearerPrefix.Length..].TrimStart() : value;
    }

    /// <summary>
    /// Compares the signatures as text: base64url has several spellings of one value (the last character holds two unused bits),
    /// and only the one that a signer writes is accepted.
    /// </summary>
    private static bool IsSignedWith(byte[] secret, in WebhookToken token)
    {
        Span<byte> signed = stackalloc byte[token.Signed.Length];
        Span<byte> given = stackalloc byte[SignatureLength];
        if (Ascii.FromUtf16(token.Signed, signed, out var length) != OperationStatus.Done
            || Ascii.FromUtf16(token.Signature, given, out _) != OperationStatus.Done)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SignatureLength];
        HMACSHA256.HashData(secret, signed[..length], hash);
        Base64Url.EncodeToUtf8(hash, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    private WebhookRejection Judge(in WebhookClaims claims, ReadOnlySpan<byte> body)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        if (now - LeewaySeconds > claims.Expires)
        {
            return WebhookRejection.Expired;
        }

        if (now + LeewaySeconds < claims.NotBefore)
        {
            return WebhookRejection.NotYetValid;
        }

        if (string.IsNullOrEmpty(claims.BodyHash))
        {
            return WebhookRejection.MissingBodyHash;
        }

        return IsHashOf(claims.BodyHash, body) ? WebhookRejection.None : WebhookRejection.BodyHashMismatch;
    }

    private static bool IsHashOf(string claimed, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[HashBase64Length];
        if (claimed.Length != HashBase64Length || Ascii.FromUtf16(claimed, given, out _) != OperationStatus.Done)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HashBase64Length];
        SHA256.HashData(body, hash);
        var status = Base64.EncodeToUtf8(hash, expected, out _, out var written);
        Debug.Assert(status == OperationStatus.Done && written == HashBase64Length, "32 bytes are 44 characters of base64.");
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
