namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>A webhook that waits for its turn.</summary>
internal sealed record QueuedWebhook(string Id, string Event, string Room, string Body, Uri Url, long QueuedTimestamp);
