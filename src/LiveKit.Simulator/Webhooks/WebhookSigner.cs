using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>The token of a webhook: the API key, five minutes, and the hash of the very bytes that are sent.</summary>
internal sealed class WebhookSigner(string apiKey, string secret, TimeProvider time)
{
    private const int LifetimeSeconds = 300;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public string Sign(ReadOnlySpan<byte> body)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var sha256 = Convert.ToBase64String(SHA256.HashData(body));
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iss":"{{apiKey}}","iat":{{now}},"nbf":{{now}},"exp":{{now + LifetimeSeconds}},"sha256":"{{sha256}}"}""");
        var signed = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }
}
