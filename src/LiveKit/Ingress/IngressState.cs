namespace RelayKit.LiveKit;

/// <summary>How far a stream from outside has come.</summary>
public enum IngressState
{
    /// <summary>Nobody sends.</summary>
    Inactive = 0,

    /// <summary>Somebody has begun to send.</summary>
    Buffering = 1,

    /// <summary>The room receives it.</summary>
    Publishing = 2,

    /// <summary>It failed.</summary>
    Error = 3,

    /// <summary>It has ended.</summary>
    Complete = 4,
}
