using RelayKit.Tenants;

namespace RelayKit.Outbox;

/// <summary>A message that waits for somebody to look.</summary>
/// <param name="Place">Where it stands among all messages, in the order in which they were written.</param>
/// <param name="Id">Its id.</param>
/// <param name="Kind">One of <see cref="OutboxKinds"/>.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="ParkedAt">Since when it waits.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong last.</param>
public sealed record ParkedMessage(
    long Place, Guid Id, string Kind, string Destination, TenantId Tenant, DateTimeOffset CreatedAt, DateTimeOffset ParkedAt, int Attempts, string Error);
