using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit;

/// <summary>JWTs made from RFC 7515 alone, so that a test does not ask our issuer what our verifier should accept.</summary>
internal static class HandMadeToken
{
    public const string Hs256 = """{"alg":"HS256","typ":"JWT"}""";

    public static string Sign(string header, string payload, string secret)
    {
        var signed = $"{Part(header)}.{Part(payload)}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string BodyHash(ReadOnlySpan<byte> body) => Convert.ToBase64String(SHA256.HashData(body));

    public static JsonObject Header(string token) => Read(token, 0);

    public static JsonObject Claims(string token) => Read(token, 1);

    private static JsonObject Read(string token, int part) =>
        JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[part]))!.AsObject();

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
