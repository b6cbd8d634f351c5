using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.Events;

internal static partial class TenantEventData
{
    /// <summary>A webhook endpoint that was switched off, without its address: a path or a query may hold what only its receiver is to know.</summary>
    public static string WebhookEndpoint(WebhookEndpoint endpoint)
    {
        var json = Begin();
        json.WriteString("mode"u8, endpoint.Mode.Word());
        json.WriteStartObject("webhook_endpoint"u8);
        json.WriteString("id"u8, PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id));
        json.WriteString("description"u8, endpoint.Description);
        json.WriteEndObject();
        json.WriteString("reason"u8, endpoint.Stop?.Word());
        if (endpoint.FailingSince is { } since)
        {
            WriteTime(json, "failing_since"u8, since.ToUnixTimeMilliseconds());
        }

        return End(json);
    }
}
