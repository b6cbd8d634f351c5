using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Authentication;

/// <summary>
/// Whether a request is signed by a key that is known, for this service and region, a short while ago or by a link that is still good
/// (Signature Version 4).
/// </summary>
internal sealed class SignatureCheck(KeyRing keys, TimeProvider time)
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>Checks it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="payloadHash">What the body's hash is said to be; the body itself is checked when it is read.</param>
    /// <param name="service"><c>s3</c> or <c>sts</c>.</param>
    /// <param name="region">The region that it has to be signed for; null for any.</param>
    /// <exception cref="S3Exception">It is not.</exception>
    public Caller Check(S3Request request, string payloadHash, string service, string? region)
    {
        var claim = ClaimedSignature.Read(request) ?? throw S3Exception.AccessDenied();
        CheckScope(claim, service, region);
        var key = keys.Find(claim.AccessKeyId, claim.SessionToken);
        CheckTime(claim);
        CheckHeaders(request, claim);
        var headers = claim.SignedHeaders.Select(name => KeyValuePair.Create(name, request.Header(name) ?? "")).ToList();
        var canonical = CanonicalRequest.Write(request.Method, request.Path, claim.SignedQuery(request), headers, payloadHash);
        var signature = claim.Scope.Sign(key.Secret, claim.Time, canonical);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(claim.Signature))
            ? new Caller(claim.AccessKeyId, key.Secret, key.Grants, claim.Scope, claim.Time, signature)
            : throw new S3Exception(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                ("AWSAccessKeyId", claim.AccessKeyId));
    }

    private static void CheckScope(ClaimedSignature claim, string service, string? region)
    {
        S3Exception Wrong(string message, params (string, string)[] details) => claim.Lifetime is null
            ? new(400, "AuthorizationHeaderMalformed", $"The authorization header is malformed; {message}", details)
            : new(400, "AuthorizationQueryParametersError", $"Error parsing the X-Amz-Credential parameter; {message}", details);

        if (claim.Scope.Service != service)
        {
            throw Wrong($"incorrect service \"{claim.Scope.Service}\". This endpoint belongs to \"{service}\".");
        }

        if (region is not null && claim.Scope.Region != region)
        {
            throw Wrong($"the region '{claim.Scope.Region}' is wrong; expecting '{region}'", ("Region", region));
        }

        if (claim.Scope.Date != claim.SignedAt.ToString("yyyyMMdd", CultureInfo.InvariantCulture))
        {
            throw Wrong("the credential's date is not that of the request.");
        }
    }

    private void CheckTime(ClaimedSignature claim)
    {
        var now = time.GetUtcNow();
        if (claim.Lifetime is { } lifetime)
        {
            if (claim.SignedAt > now + MaxSkew)
            {
                throw S3Exception.AccessDenied("Request is not yet valid");
            }

            if (now > claim.SignedAt + lifetime)
            {
                throw S3Exception.AccessDenied("Request has expired");
            }
        }
        else if ((now - claim.SignedAt).Duration() > MaxSkew)
        {
            throw new S3Exception(
                403,
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                ("RequestTime", claim.Time),
                ("ServerTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                ("MaxAllowedSkewMilliseconds", MaxSkew.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The host and everything that changes what the request means has to be signed.</summary>
    private static void CheckHeaders(S3Request request, ClaimedSignature claim)
    {
        var meaningful = request.Context.Request.Headers.Keys
            .Select(name => name.ToLowerInvariant())
            .Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal))
            .Append("host");
        var unsigned = meaningful.Except(claim.SignedHeaders).ToList();
        if (unsigned.Count > 0)
        {
            throw new S3Exception(
                403, "AccessDenied", "There were headers present in the request which were not signed", ("HeadersNotSigned", string.Join(", ", unsigned)));
        }
    }
}
