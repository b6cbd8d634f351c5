using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>The token of a webhook: the API key, five minutes, and the hash of the very bytes that are sent.</summary>
internal sealed class WebhookSigner(string apiKey, string secret)
{
    private const long LifetimeSeconds = 300;
    private const long StaleSeconds = 3600;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly byte[] _otherSecret = Encoding.UTF8.GetBytes($"{secret} of somebody else");

    /// <param name="body">The very bytes.</param>
    /// <param name="now">What the signing node's clock says, Unix seconds.</param>
    /// <param name="flaw">What is to be wrong with it.</param>
    public string Sign(ReadOnlySpan<byte> body, long now, TokenFlaw flaw)
    {
        now -= flaw == TokenFlaw.Stale ? StaleSeconds : 0;
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["iss"] = apiKey,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + LifetimeSeconds,
            ["sha256"] = Convert.ToBase64String(SHA256.HashData(body)),
        });
        var signed = $"{Header}.{Base64Url.EncodeToString(claims)}";
        var key = flaw == TokenFlaw.WrongSignature ? _otherSecret : _secret;
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }
}
