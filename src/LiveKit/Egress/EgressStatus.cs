namespace RelayKit.LiveKit;

/// <summary>How far a recording has come. LiveKit may tell an end without what lies between.</summary>
public enum EgressStatus
{
    /// <summary>Accepted by a worker; nothing is recorded yet.</summary>
    Starting = 0,

    /// <summary>It records.</summary>
    Active = 1,

    /// <summary>Stopping; files are written or uploaded.</summary>
    Ending = 2,

    /// <summary>Ended well.</summary>
    Complete = 3,

    /// <summary>Ended by an error.</summary>
    Failed = 4,

    /// <summary>Ended before it began to record.</summary>
    Aborted = 5,

    /// <summary>Ended at a limit of duration or size.</summary>
    LimitReached = 6,
}
