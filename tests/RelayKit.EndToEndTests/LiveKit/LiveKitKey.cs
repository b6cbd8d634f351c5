using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace RelayKit.EndToEndTests.LiveKit;

/// <summary>
/// An API key of LiveKit's and the rules by which LiveKit signs a webhook with it: an HS256 JWT whose claim <c>sha256</c> is the
/// base64 of the body's hash. Written from LiveKit's rules alone.
/// </summary>
public sealed record LiveKitKey(string ApiKey, string ApiSecret)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public SignedWebhook Sign(string body, Action<JsonObject>? change = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new SignedWebhook(bytes, Token(bytes, change));
    }

    /// <summary>The token that LiveKit sends with a body.</summary>
    /// <param name="body">The body's bytes.</param>
    /// <param name="change">Changes the claims before they are signed.</param>
    public string Token(byte[] body, Action<JsonObject>? change = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new JsonObject
        {
            ["iss"] = ApiKey,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["sha256"] = Convert.ToBase64String(SHA256.HashData(body)),
        };
        change?.Invoke(claims);
        return Jwt("""{"alg":"HS256","typ":"JWT"}""", claims.ToJsonString());
    }

    public string Jwt(string header, string payload)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(Hmac(signed))}";
    }

    /// <summary>The claims of a token that this key has signed; fails where it has not.</summary>
    public JsonObject Verify(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        Assert.Equal("HS256", (string?)JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!["alg"]);
        Assert.Equal(Hmac($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        return JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
    }

    private byte[] Hmac(string signed) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(ApiSecret), Encoding.UTF8.GetBytes(signed));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
