using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using RelayKit.Accounts;

namespace RelayKit.Mail.Resend;

/// <summary>What Resend's webhooks say, once they are known to be Resend's.</summary>
public static class ResendWebhook
{
    /// <summary>Reads a webhook's body.</summary>
    /// <param name="id">The header <c>svix-id</c>, by which one that comes again is known.</param>
    /// <param name="body">The body.</param>
    /// <param name="told">What it tells.</param>
    /// <returns>False when it is none of Resend's events.</returns>
    public static bool TryParse(string id, ReadOnlySpan<byte> body, [NotNullWhen(true)] out MailEvent? told)
    {
        told = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (reader.BytesConsumed < body.Length && !IsBlank(body[(int)reader.BytesConsumed..])
                || root.ValueKind != JsonValueKind.Object
                || Text(root, "type") is not { Length: > 0 and <= 60 } type
                || !DateTimeOffset.TryParse(Text(root, "created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var reason = ReasonOf(type, data);
            told = new MailEvent(id, type, at)
            {
                Stopped = reason is null ? [] : AddressesOf(data),
                Reason = reason ?? default,
            };
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// Why mail stops by an event; null where it does not. A bounce that is not said to be transient or undetermined is for good.
    /// </summary>
    private static MailSuppressionReason? ReasonOf(string type, JsonElement data) => type switch
    {
        "email.bounced" => data.TryGetProperty("bounce", out var bounce) && bounce.ValueKind == JsonValueKind.Object && Text(bounce, "type") is "Transient" or "Undetermined"
            ? null
            : MailSuppressionReason.Bounced,
        "email.complained" => MailSuppressionReason.Complained,
        "email.suppressed" => MailSuppressionReason.Suppressed,
        _ => null,
    };

    /// <summary>RelayKit sends each mail to one address.</summary>
    private static List<EmailAddress> AddressesOf(JsonElement data)
    {
        var found = new List<EmailAddress>();
        if (data.TryGetProperty("to", out var to))
        {
            IEnumerable<JsonElement> all = to.ValueKind == JsonValueKind.Array ? to.EnumerateArray() : [to];
            foreach (var one in all)
            {
                if (one.ValueKind == JsonValueKind.String && EmailAddress.TryParse(one.GetString(), out var address))
                {
                    found.Add(address);
                }
            }
        }

        return found;
    }

    private static bool IsBlank(ReadOnlySpan<byte> rest) => rest.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
