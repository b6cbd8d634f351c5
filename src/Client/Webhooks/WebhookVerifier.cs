using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RelayKit.Client;

/// <summary>
/// Tells RelayKit's webhooks from anybody else's requests: by Standard Webhooks' signatures, over the body's very bytes, and by a timestamp that is of now. May be
/// used by many threads at once.
/// </summary>
/// <example><code>
/// var verifier = new WebhookVerifier(secret);
/// var one = verifier.Verify(name => request.Headers[name], body);   // throws for what is not RelayKit's
/// </code></example>
public sealed class WebhookVerifier
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int MaxSignatures = 16;

    /// <summary>How far a webhook's timestamp may be from the clock, before and after it.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[][] _keys;
    private readonly TimeProvider _time;

    /// <summary>A verifier of an endpoint's webhooks.</summary>
    /// <param name="secrets">The endpoint's secret, <c>whsec_…</c>; while one takes another's place, both.</param>
    /// <exception cref="ArgumentException">There is none, or one of them is no secret.</exception>
    public WebhookVerifier(params string[] secrets)
        : this(TimeProvider.System, secrets)
    {
    }

    /// <summary>A verifier with a clock of one's own.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="secrets">The endpoint's secrets.</param>
    /// <exception cref="ArgumentException">There is none, or one of them is no secret.</exception>
    public WebhookVerifier(TimeProvider time, params string[] secrets)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(secrets);
        _time = time;
        _keys = secrets.Length > 0 ? Array.ConvertAll(secrets, ReadKey) : throw new ArgumentException("A verifier needs a secret.", nameof(secrets));
    }

    /// <summary>The event of a webhook.</summary>
    /// <param name="header">Gives a header by its name; null for one that is not there.</param>
    /// <param name="body">The body as it came, before anything has read it.</param>
    /// <exception cref="WebhookVerificationException">It is not signed with one of the secrets, was changed, or is not of now. Answer 400, and do nothing else.</exception>
    public TenantEvent Verify(Func<string, string?> header, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(header);
        var (id, timestamp, signatures) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
        {
            throw new WebhookVerificationException("The request lacks one of webhook-id, webhook-timestamp and webhook-signature.");
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new WebhookVerificationException("webhook-timestamp is no number of seconds.");
        }

        if (!IsSigned(id, timestamp, signatures, body))
        {
            throw new WebhookVerificationException("No signature is of this endpoint's secret, or the request was changed on its way.");
        }

        if (Math.Abs(_time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            throw new WebhookVerificationException("The request was signed too long ago, or one of the clocks is wrong.");
        }

        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Default.TenantEvent) ?? throw new WebhookVerificationException("The body is no event.");
        }
        catch (JsonException fault)
        {
            throw new WebhookVerificationException("The body is no event.", fault);
        }
    }

    private static byte[] ReadKey(string secret)
    {
        if (secret is not null && secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            var key = new byte[64];
            if (Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length) && length >= 24)
            {
                return key[..length];
            }
        }

        throw new ArgumentException("A webhook's secret is whsec_ and 24 to 64 bytes in base64.", nameof(secret));
    }

    private bool IsSigned(string id, string timestamp, string signatures, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var one in signatures.Split(' ', MaxSignatures, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!one.StartsWith(Version, StringComparison.Ordinal)
                || !Convert.TryFromBase64String(one[Version.Length..], claimed, out var length)
                || length != claimed.Length)
            {
                continue;
            }

            foreach (var key in _keys)
            {
                using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
                hmac.AppendData(prefix);
                hmac.AppendData(body);
                isSigned |= CryptographicOperations.FixedTimeEquals(hmac.GetHashAndReset(), claimed);
            }
        }

        return isSigned;
    }
}
