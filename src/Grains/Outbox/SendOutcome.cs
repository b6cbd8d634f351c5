namespace RelayKit.Outbox;

/// <summary>What came of a try to send a message.</summary>
/// <param name="Verdict">What happens to the message.</param>
/// <param name="Error">What went wrong, for whoever operates the system: no secret, no address; null where nothing did.</param>
/// <param name="NotBefore">For how long the receiver asked not to be tried again; null where it asked for nothing.</param>
public readonly record struct SendOutcome(SendVerdict Verdict, string? Error = null, TimeSpan? NotBefore = null)
{
    /// <summary>It has arrived, or need not any more.</summary>
    public static SendOutcome Done { get; } = new(SendVerdict.Done);

    /// <summary>It did not arrive, or may not have; it is tried again by the kind's schedule, and parked after the last time.</summary>
    public static SendOutcome Retry(string error, TimeSpan? notBefore = null) => new(SendVerdict.Retry, error, notBefore);

    /// <summary>It was not tried, for a reason that is not its own, as a limit of the receiver's: the try does not count.</summary>
    public static SendOutcome Postpone(string error, TimeSpan notBefore) => new(SendVerdict.Postpone, error, notBefore);

    /// <summary>It never will arrive as it is, or nobody can tell whether it has: it waits for somebody to look.</summary>
    public static SendOutcome Park(string error) => new(SendVerdict.Park, error);
}

/// <summary>What happens to a message that was tried.</summary>
public enum SendVerdict
{
    /// <summary>It is gone.</summary>
    Done = 0,

    /// <summary>It is tried again.</summary>
    Retry = 1,

    /// <summary>It is tried again, and this time is not counted.</summary>
    Postpone = 2,

    /// <summary>It waits for somebody to look.</summary>
    Park = 3,
}
