namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>An event that was queued.</summary>
/// <param name="CreatedAt">Its <c>created_at</c>, Unix seconds.</param>
/// <param name="Fate">What becomes of it.</param>
internal readonly record struct NotifiedEvent(long CreatedAt, WebhookFate Fate);
