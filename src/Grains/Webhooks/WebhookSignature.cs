using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Webhooks;

/// <summary>
/// Signatures of Standard Webhooks 1.0.0 with a shared key (<c>v1</c>): base64 of HMAC-SHA256 over <c>id.timestamp.body</c>. With several secrets there
/// are several signatures, so that a receiver may go from one secret to the next while nothing is refused.
/// </summary>
public static class WebhookSignature
{
    /// <summary>How far a timestamp may be from the receiver's clock, before and after it.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";

    /// <summary>How many signatures of one header are looked at, so that nobody makes a receiver work by a long header.</summary>
    private const int MaxSignatures = 16;

    /// <summary>The signature header's value: a signature of each secret, in their order.</summary>
    /// <param name="secrets">One secret, or during a rotation two.</param>
    /// <param name="id">The message's id; has no dot.</param>
    /// <param name="timestamp">When this attempt is made; whole seconds count.</param>
    /// <param name="body">The body's very bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> has a dot, or there is no secret.</exception>
    public static string Sign(IReadOnlyCollection<WebhookSecret> secrets, string id, DateTimeOffset timestamp, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (secrets.Count == 0)
        {
            throw new ArgumentException("Nothing is signed without a secret.", nameof(secrets));
        }

        if (id.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException("The id of a message has no dot: it would end the id where the signed text is read.", nameof(id));
        }

        var seconds = TimestampText(timestamp);
        return string.Join(' ', secrets.Select(secret => Version + Convert.ToBase64String(Compute(secret, id, seconds, body.Span))));
    }

    /// <summary>A timestamp header's value.</summary>
    public static string TimestampText(DateTimeOffset timestamp) => timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Looks at what came with a message. Each secret is compared with each signature, in a time that says nothing of how alike they are.</summary>
    /// <param name="secrets">The secrets that the sender may have signed with.</param>
    /// <param name="id">The id header; null where there was none.</param>
    /// <param name="timestamp">The timestamp header; null where there was none.</param>
    /// <param name="signatures">The signature header; null where there was none. Signatures of versions that are not known are passed over.</param>
    /// <param name="body">The body's bytes as they came, before anything has read them.</param>
    /// <param name="now">The receiver's clock.</param>
    public static WebhookVerdict Verify(
        IReadOnlyCollection<WebhookSecret> secrets, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
        {
            return WebhookVerdict.HeadersMissing;
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return WebhookVerdict.TimestampInvalid;
        }

        if (!IsSigned(secrets, id, timestamp, signatures, body))
        {
            return WebhookVerdict.SignatureInvalid;
        }

        // After the signature: whoever cannot sign is told nothing of the clock.
        var early = now.ToUnixTimeSeconds() - seconds;
        return early > Tolerance.TotalSeconds ? WebhookVerdict.TooOld : early < -Tolerance.TotalSeconds ? WebhookVerdict.TooNew : WebhookVerdict.Valid;
    }

    private static bool IsSigned(IReadOnlyCollection<WebhookSecret> secrets, string id, string timestamp, string signatures, ReadOnlySpan<byte> body)
    {
        var wanted = new List<byte[]>(secrets.Count);
        foreach (var secret in secrets)
        {
            wanted.Add(Compute(secret, id, timestamp, body));
        }

        var isSigned = false;
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var looked = 0;
        foreach (var range in signatures.AsSpan().Split(' '))
        {
            var signature = signatures.AsSpan(range);
            if (!signature.StartsWith(Version, StringComparison.Ordinal) || !TryDecode(signature[Version.Length..], claimed))
            {
                continue;
            }

            if (++looked > MaxSignatures)
            {
                break;
            }

            foreach (var one in wanted)
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(one, claimed);
            }
        }

        return isSigned;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> signature) =>
        Base64.IsValid(text, out var bytes) && bytes == signature.Length && Convert.TryFromBase64Chars(text, signature, out _);

    private static byte[] Compute(WebhookSecret secret, string id, string seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{seconds}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
