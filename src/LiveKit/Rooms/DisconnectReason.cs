namespace RelayKit.LiveKit;

/// <summary>Why a participant's session ended. A value that LiveKit adds later appears as its bare number.</summary>
public enum DisconnectReason
{
    /// <summary>Not told, or the session still lasts.</summary>
    Unknown = 0,

    /// <summary>The client left.</summary>
    ClientInitiated = 1,

    /// <summary>The same identity joined again and took its place.</summary>
    DuplicateIdentity = 2,

    /// <summary>The LiveKit node is stopping.</summary>
    ServerShutdown = 3,

    /// <summary>Removed by the API.</summary>
    ParticipantRemoved = 4,

    /// <summary>The room was deleted by the API.</summary>
    RoomDeleted = 5,

    /// <summary>Client and server no longer agree on the session; the client connects anew.</summary>
    StateMismatch = 6,

    /// <summary>It never became able to send or receive media.</summary>
    JoinFailure = 7,

    /// <summary>The session moved to another node.</summary>
    Migration = 8,

    /// <summary>The signalling connection was lost.</summary>
    SignalClose = 9,

    /// <summary>The room's timeout ran out with only agents and recorders in it.</summary>
    RoomClosed = 10,

    /// <summary>The called telephone did not answer.</summary>
    UserUnavailable = 11,

    /// <summary>The called telephone refused.</summary>
    UserRejected = 12,

    /// <summary>The telephone trunk failed.</summary>
    SipTrunkFailure = 13,

    /// <summary>The media connection was lost.</summary>
    ConnectionTimeout = 14,

    /// <summary>Media stopped or could not be used.</summary>
    MediaFailure = 15,

    /// <summary>An agent failed.</summary>
    AgentError = 16,
}
