using RelayKit.Tenants;

namespace RelayKit.Outbox;

/// <summary>A message that waits for somebody to look.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">One of <see cref="OutboxKinds"/>.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="ParkedAt">Since when it waits.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong last.</param>
public sealed record ParkedMessage(
    Guid Id, string Kind, string Destination, TenantId Tenant, DateTimeOffset CreatedAt, DateTimeOffset ParkedAt, int Attempts, string Error);

/// <summary>A place in the list of parked messages.</summary>
/// <param name="ParkedAt">Since when the message there waits.</param>
/// <param name="Id">Its id.</param>
public readonly record struct ParkedPlace(DateTimeOffset ParkedAt, Guid Id);

/// <summary>How much of a kind is there.</summary>
/// <param name="Kind">One of <see cref="OutboxKinds"/>.</param>
/// <param name="Waiting">Messages that wait to be sent, or are under way.</param>
/// <param name="Parked">Messages that wait for somebody to look.</param>
/// <param name="OldestAt">When the oldest one that waits to be sent was written; null where none does.</param>
public sealed record OutboxDepth(string Kind, long Waiting, long Parked, DateTimeOffset? OldestAt);
