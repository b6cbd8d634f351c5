using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>The token of a webhook: the API key, five minutes, and the hash of the very bytes that are sent.</summary>
internal sealed class WebhookSigner(string apiKey, string secret)
{
    private const long LifetimeSeconds = 300;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <param name="body">The very bytes.</param>
    /// <param name="now">What the signing node's clock says, Unix seconds.</param>
    public string Sign(ReadOnlySpan<byte> body, long now)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iss"] = apiKey,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + LifetimeSeconds,
            ["sha256"] = Convert.ToBase64String(SHA256.HashData(body)),
        });
        var signed = $"{Header}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }
}
