using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>A try that is over.</summary>
/// <param name="Attempt">The try.</param>
/// <param name="Lease">By which its message was held.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="EndedAt">When it was over.</param>
/// <param name="NextAt">When the message is tried again; null when it is not: it has arrived, or is parked.</param>
internal sealed record SettledAttempt(OutboxAttempt Attempt, Guid Lease, SendOutcome Outcome, DateTimeOffset EndedAt, DateTimeOffset? NextAt)
{
    /// <summary>Whether the message waits for somebody to look: it never will arrive as it is, or was tried for the last time.</summary>
    public bool IsParked => Outcome.Verdict != SendVerdict.Done && NextAt is null;
}
