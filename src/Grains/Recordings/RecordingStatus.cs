namespace RelayKit.Recordings;

/// <summary>How far a recording or stream has come. One that has ended does not go on again.</summary>
[GenerateSerializer, Alias("RelayKit.RecordingStatus")]
public enum RecordingStatus
{
    /// <summary>Asked for, or accepted by a worker; nothing is recorded yet.</summary>
    Starting = 0,

    /// <summary>It records.</summary>
    Active = 1,

    /// <summary>Stopping; the file is written or uploaded.</summary>
    Ending = 2,

    /// <summary>Ended well.</summary>
    Complete = 3,

    /// <summary>Ended by an error.</summary>
    Failed = 4,

    /// <summary>Ended before anything was recorded.</summary>
    Aborted = 5,

    /// <summary>Ended at a limit of duration or size; what was recorded until then is there.</summary>
    LimitReached = 6,
}
