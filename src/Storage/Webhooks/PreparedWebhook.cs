using RelayKit.Events;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>All that it takes to send one event to one endpoint.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Event">The event.</param>
/// <param name="Body">What is sent of it.</param>
internal sealed record PreparedWebhook(WebhookEndpoint Endpoint, LoggedEvent Event, byte[] Body);
