using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RelayKit.Resend.Simulator;

/// <summary>What a simulated Resend tells of a mail: events as Resend writes them, signed as Svix does. It shares no code with whoever verifies them.</summary>
/// <param name="options">Where they go, and what they are signed with.</param>
/// <param name="time">The clock.</param>
public sealed class ResendWebhooks(ResendSimulatorOptions options, TimeProvider time)
{
    /// <summary>An event's body.</summary>
    /// <param name="type">Its type, e.g. <c>email.bounced</c>.</param>
    /// <param name="to">The address.</param>
    /// <param name="bounce">For a bounce, <c>Permanent</c>, <c>Transient</c> or <c>Undetermined</c>.</param>
    public byte[] Body(string type, string to, string? bounce = null)
    {
        var data = new Dictionary<string, object>
        {
            ["email_id"] = Guid.NewGuid(),
            ["created_at"] = Now(),
            ["from"] = "RelayKit <no-reply@example.com>",
            ["to"] = new[] { to },
            ["subject"] = "A mail",
        };
        if (bounce is not null)
        {
            data["bounce"] = new { type = bounce, subType = "General", message = $"The mail to {to} was not taken." };
        }

        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["type"] = type, ["created_at"] = Now(), ["data"] = data });
    }

    /// <summary>A request that carries an event.</summary>
    /// <param name="body">The event.</param>
    /// <param name="id">Its id; one that was sent before is the same event again.</param>
    /// <param name="at">When it says that it is sent; null for now.</param>
    /// <param name="secret">What it is signed with; null for what is configured.</param>
    public HttpRequestMessage Request(byte[] body, string id, DateTimeOffset? at = null, string? secret = null)
    {
        var timestamp = (at ?? time.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] text = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signature = HMACSHA256.HashData(Convert.FromBase64String((secret ?? options.WebhookSecret)["whsec_".Length..]), text);
        var request = new HttpRequestMessage(HttpMethod.Post, options.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("svix-id", id);
        request.Headers.Add("svix-timestamp", timestamp);
        request.Headers.Add("svix-signature", $"v1,{Convert.ToBase64String(signature)}");
        return request;
    }

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
