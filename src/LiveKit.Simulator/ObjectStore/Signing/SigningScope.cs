using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Signing;

/// <summary>Where and when a signature of version 4 is valid, and how it is made.</summary>
/// <param name="Date">The day, <c>20261127</c>.</param>
/// <param name="Region">The region.</param>
/// <param name="Service"><c>s3</c> or <c>sts</c>.</param>
internal sealed record SigningScope(string Date, string Region, string Service)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>SHA-256 of nothing.</summary>
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Ending = "aws4_request";

    public static SigningScope At(DateTimeOffset now, string region, string service) =>
        new(now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), region, service);

    public static string Time(DateTimeOffset now) => now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The signature of a request.</summary>
    public string Sign(string secret, string time, string canonicalRequest) =>
        SignText(secret, $"{Algorithm}\n{time}\n{this}\n{Hash(canonicalRequest)}");

    /// <summary>The signature of a chunk of a body that is sent as <c>aws-chunked</c>.</summary>
    public string SignChunk(string secret, string time, string previous, string chunkHash) =>
        SignText(secret, $"{Algorithm}-PAYLOAD\n{time}\n{this}\n{previous}\n{EmptyHash}\n{chunkHash}");

    /// <summary>The signature of the headers behind such a body.</summary>
    public string SignTrailer(string secret, string time, string previous, string trailers) =>
        SignText(secret, $"AWS4-HMAC-SHA256-TRAILER\n{time}\n{this}\n{previous}\n{Hash(trailers)}");

    public override string ToString() => $"{Date}/{Region}/{Service}/{Ending}";

    /// <summary>Reads <c>key/day/region/service/aws4_request</c>; null when it is something else.</summary>
    public static (string AccessKeyId, SigningScope Scope)? Parse(string credential) =>
        credential.Split('/') is [var key, var date, var region, var service, Ending] ? (key, new SigningScope(date, region, service)) : null;

    private string SignText(string secret, string text)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (string[])[Date, Region, Service, Ending])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
