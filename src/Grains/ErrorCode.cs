namespace RelayKit;

/// <summary>Every outcome that is expected and is not success. The API maps each to one status and one <c>code</c>.</summary>
[GenerateSerializer, Alias("RelayKit.ErrorCode")]
public enum ErrorCode
{
    /// <summary>No room of that name exists for the tenant in this mode, or it was deleted.</summary>
    RoomNotFound = 0,

    /// <summary>The room exists with settings other than the ones asked for.</summary>
    RoomExistsWithOtherSettings = 1,

    /// <summary>No session of that id exists for the tenant.</summary>
    SessionNotFound = 3,

    /// <summary>No tenant of that id exists.</summary>
    TenantNotFound = 4,

    /// <summary>A LiveKit cluster was named that is not configured.</summary>
    UnknownLiveKitCluster = 5,

    /// <summary>LiveKit did not answer, or answered with a fault of its own; what was decided here stands.</summary>
    LiveKitUnavailable = 6,
}
