using System.Globalization;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Authentication;

/// <summary>What a request says about its signature, in its header or in its query, before anything of it is believed.</summary>
internal sealed record ClaimedSignature
{
    private const string SignatureName = "X-Amz-Signature";

    public required string AccessKeyId { get; init; }

    public required SigningScope Scope { get; init; }

    /// <summary>When it was signed, as it was written.</summary>
    public required string Time { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public required IReadOnlyList<string> SignedHeaders { get; init; }

    public required string Signature { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>How long a link is good for; null for a signature in the header.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Reads it; null when the request is not signed.</summary>
    /// <exception cref="S3Exception">It is signed in no way that S3 knows.</exception>
    public static ClaimedSignature? Read(S3Request request) =>
        request.Header("Authorization") is { } header ? FromHeader(request, header)
        : request.Has(SignatureName) || request.Has("X-Amz-Algorithm") ? FromQuery(request)
        : request.Has("Signature") ? throw new S3Exception(400, "InvalidRequest", "Only signatures of version 4 are taken.")
        : null;

    /// <summary>The query as it was signed: without the signature of a link.</summary>
    public IEnumerable<KeyValuePair<string, string>> SignedQuery(S3Request request) =>
        Lifetime is null ? request.Query : request.Query.Where(pair => pair.Key != SignatureName);

    private static ClaimedSignature FromHeader(S3Request request, string header)
    {
        if (!header.StartsWith(SigningScope.Algorithm + " ", StringComparison.Ordinal))
        {
            throw S3Exception.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }

        var parts = header[SigningScope.Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .GroupBy(part => part[0], part => part[1], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var time = request.Header("x-amz-date") ?? "";
        return SigningScope.Parse(parts.GetValueOrDefault("Credential", "")) is { } credential
            && parts.TryGetValue("SignedHeaders", out var signed) && parts.TryGetValue("Signature", out var signature)
            ? new ClaimedSignature
            {
                AccessKeyId = credential.AccessKeyId,
                Scope = credential.Scope,
                Time = time,
                SignedAt = ReadTime(time)
                    ?? throw S3Exception.AccessDenied("AWS authentication requires a valid Date or x-amz-date header"),
                SignedHeaders = signed.Split(';'),
                Signature = signature,
                SessionToken = request.Header("x-amz-security-token"),
            }
            : throw new S3Exception(400, "AuthorizationHeaderMalformed", "The authorization header that you provided is not valid.");
    }

    private static ClaimedSignature FromQuery(S3Request request)
    {
        S3Exception Wrong(string message) => new(400, "AuthorizationQueryParametersError", message);

        var time = request.Value("X-Amz-Date") ?? "";
        return request.Value("X-Amz-Algorithm") != SigningScope.Algorithm ? throw Wrong("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"")
            : SigningScope.Parse(request.Value("X-Amz-Credential") ?? "") is not { } credential
                ? throw Wrong("Error parsing the X-Amz-Credential parameter")
            : request.Value("X-Amz-SignedHeaders") is not { Length: > 0 } signed || request.Value(SignatureName) is not { } signature
                ? throw Wrong("Query-string authentication version 4 requires X-Amz-SignedHeaders and X-Amz-Signature.")
            : !int.TryParse(request.Value("X-Amz-Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? throw Wrong("X-Amz-Expires should be a number")
            : seconds is < 1 or > 604_800 ? throw Wrong("X-Amz-Expires must be less than a week (in seconds); that is, at most 604800")
            : new ClaimedSignature
            {
                AccessKeyId = credential.AccessKeyId,
                Scope = credential.Scope,
                Time = time,
                SignedAt = ReadTime(time) ?? throw Wrong("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""),
                SignedHeaders = signed.Split(';'),
                Signature = signature,
                SessionToken = request.Value("X-Amz-Security-Token"),
                Lifetime = TimeSpan.FromSeconds(seconds),
            };
    }

    private static DateTimeOffset? ReadTime(string text) => DateTimeOffset.TryParseExact(
        text, SigningScope.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
