namespace RelayKit.LiveKit;

/// <summary>A recording or restream.</summary>
/// <param name="EgressId">LiveKit's id (<c>EG_…</c>), also the identity of the recorder in the room.</param>
/// <param name="RoomId">Sid of the room; empty when a web page is recorded.</param>
/// <param name="RoomName">Name of the room; empty when a web page is recorded.</param>
/// <param name="Status">How far it has come.</param>
public sealed record LiveKitEgress(string EgressId, string RoomId, string RoomName, EgressStatus Status);

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
