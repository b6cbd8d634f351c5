using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>A message that this process has taken to be sent.</summary>
/// <param name="Attempt">The try.</param>
/// <param name="Lease">By which it is held.</param>
internal sealed record HeldAttempt(OutboxAttempt Attempt, Guid Lease);
