namespace RelayKit.Outbox;

/// <summary>How much of a kind is there.</summary>
/// <param name="Kind">One of <see cref="OutboxKinds"/>.</param>
/// <param name="Waiting">Messages that wait to be sent, or are under way.</param>
/// <param name="Parked">Messages that wait for somebody to look.</param>
/// <param name="OldestAt">When the oldest one that waits to be sent was written; null where none does.</param>
public sealed record OutboxDepth(string Kind, long Waiting, long Parked, DateTimeOffset? OldestAt);
