using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Stripe.Webhooks;

/// <summary>
/// The header <c>Stripe-Signature</c>: <c>t=&lt;unix seconds&gt;,v1=&lt;hex of HMAC-SHA256 over "t.body"&gt;</c>, several v1 while Stripe rotates. Checked on the bytes as
/// they came, before anything is parsed. https://docs.stripe.com/webhooks#verify-manually
/// </summary>
internal static class StripeSignature
{
    /// <summary>How far the signature's time may be from now, both ways: as Stripe's own libraries have it.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    /// <summary>Stripe sends some 170 characters for two signatures.</summary>
    private const int LongestHeader = 2048;

    private const int MostSignatures = 16;
    private const int LongestTime = 12;

    /// <param name="body">The bytes as they came.</param>
    /// <param name="header">The header; null or empty when there is none.</param>
    /// <param name="secrets">Any of them may have signed, each used as its text is.</param>
    /// <param name="now">Now.</param>
    public static StripeSignatureVerdict Verify(ReadOnlySpan<byte> body, string? header, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
        {
            return StripeSignatureVerdict.Missing;
        }

        if (!TryRead(header, out var time, out var signedAt, out var signatures))
        {
            return StripeSignatureVerdict.Malformed;
        }

        if (!IsSigned(body, time, signatures, secrets))
        {
            return StripeSignatureVerdict.NoMatch;
        }

        var age = now.ToUnixTimeSeconds() - signedAt;
        return age > Tolerance.TotalSeconds ? StripeSignatureVerdict.TooOld
            : age < -Tolerance.TotalSeconds ? StripeSignatureVerdict.TooNew
            : StripeSignatureVerdict.Valid;
    }

    /// <summary>Every secret is tried with every signature, so that the time it takes tells nothing of which fits.</summary>
    private static bool IsSigned(ReadOnlySpan<byte> body, string time, List<byte[]> signatures, IReadOnlyList<string> secrets)
    {
        var signed = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            hmac.AppendData(Encoding.ASCII.GetBytes(time));
            hmac.AppendData("."u8);
            hmac.AppendData(body);
            hmac.GetHashAndReset(expected);
            foreach (var signature in signatures)
            {
                signed |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return signed;
    }

    /// <summary>Other schemes, such as the v0 of test mode, are not looked at. The time is there once: of two nobody could say which is signed.</summary>
    private static bool TryRead(string header, out string time, out long signedAt, out List<byte[]> signatures)
    {
        (time, signedAt, signatures) = ("", 0, []);
        if (header.Length > LongestHeader)
        {
            return false;
        }

        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is not [var name, var value])
            {
                return false;
            }

            if (name == "t")
            {
                if (time.Length > 0 || value.Length > LongestTime || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out signedAt))
                {
                    return false;
                }

                time = value;
            }
            else if (name == "v1")
            {
                var signature = new byte[HMACSHA256.HashSizeInBytes];
                if (signatures.Count == MostSignatures
                    || value.Length != 2 * HMACSHA256.HashSizeInBytes
                    || Convert.FromHexString(value, signature, out _, out _) != System.Buffers.OperationStatus.Done)
                {
                    return false;
                }

                signatures.Add(signature);
            }
        }

        return time.Length > 0 && signatures.Count > 0;
    }
}
