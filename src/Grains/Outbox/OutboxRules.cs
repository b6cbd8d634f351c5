namespace RelayKit.Outbox;

/// <summary>How messages of a kind are sent.</summary>
public sealed record OutboxRules
{
    /// <summary>How many a process has under way at most.</summary>
    public required int MaxInFlight { get; init; }

    /// <summary>How many to one destination a process has under way at most.</summary>
    public required int MaxInFlightPerDestination { get; init; }

    /// <summary>
    /// Whether a destination gets its messages strictly one after the other: the next one only when the one before it has arrived or is parked. Otherwise
    /// they are taken in order, some at once, and what failed is passed by.
    /// </summary>
    public bool IsOrdered { get; init; }

    /// <summary>For how long a process holds what it has taken. A try ends before; what a process that died held is due again then.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>When what did not arrive is tried again.</summary>
    public required RetrySchedule Retries { get; init; }

    /// <summary>How often an idle process looks for messages that others have written.</summary>
    public required TimeSpan Poll { get; init; }

    /// <summary>For how long a try may take: so much less than the lease that what came of it can still be written down.</summary>
    public TimeSpan Patience => Lease * 0.8;
}
