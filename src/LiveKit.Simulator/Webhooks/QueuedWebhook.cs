namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>A webhook that waits for its turn; <c>QueuedTimestamp</c> is the time provider's.</summary>
internal sealed record QueuedWebhook(string Id, string Event, string Room, string Body, Uri Url, long QueuedTimestamp);

/// <summary>
/// What a queue hands its webhooks to, one at a time. It ends when the webhook is done with, and does not throw;
/// <paramref name="lost"/> is the crash of the node.
/// </summary>
internal delegate Task WebhookDelivery(QueuedWebhook webhook, CancellationToken lost);
