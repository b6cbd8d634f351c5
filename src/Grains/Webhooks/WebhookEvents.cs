using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Ledger;

namespace RelayKit.Webhooks;

/// <summary>What the tenant's log says of endpoints.</summary>
public static class WebhookEvents
{
    /// <summary>The event of an endpoint that was switched off. Its id is made of when the endpoint began to fail, so that one failing is told of once.</summary>
    public static EventRow Stopped(WebhookEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var stoppedAtMs = endpoint.StoppedAt!.Value.ToUnixTimeMilliseconds();
        return new EventRow(
            FactId.Of(
                endpoint.FailingSince?.ToUnixTimeMilliseconds() ?? stoppedAtMs,
                TenantEventTypes.WebhookEndpointDisabled,
                endpoint.Tenant.Value,
                "",
                PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id)),
            TenantEventTypes.WebhookEndpointDisabled,
            stoppedAtMs,
            TenantEventData.WebhookEndpoint(endpoint));
    }
}
