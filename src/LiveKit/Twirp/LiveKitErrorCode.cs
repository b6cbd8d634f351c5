namespace RelayKit.LiveKit;

/// <summary>Twirp's error codes, with when LiveKit (or the way to it) gives each.</summary>
public enum LiveKitErrorCode
{
    /// <summary>A code or an HTTP status that has no meaning here, or LiveKit's own <c>unknown</c>.</summary>
    Unknown = 0,

    /// <summary>LiveKit gave the call up because its own caller was gone.</summary>
    Canceled,

    /// <summary>A value is too long, unknown or out of place: names over 256 bytes, metadata over 512 KiB, an unknown preset.</summary>
    InvalidArgument,

    /// <summary>LiveKit could not decode the request, or what came back is not LiveKit's answer.</summary>
    Malformed,

    /// <summary>No answer in time, from LiveKit or from the node that holds the room. The outcome is unknown.</summary>
    DeadlineExceeded,

    /// <summary>No such room or participant.</summary>
    NotFound,

    /// <summary>The path is not LiveKit's: the configured URL leads elsewhere, or the server is too old for the call.</summary>
    BadRoute,

    /// <summary>What should be created is there already.</summary>
    AlreadyExists,

    /// <summary>A feature is switched off on the server. A missing grant is <see cref="Unauthenticated"/> in LiveKit.</summary>
    PermissionDenied,

    /// <summary>LiveKit refuses the token: unknown API key, wrong secret, clocks more than a minute apart, or a grant that is missing.</summary>
    Unauthenticated,

    /// <summary>A limit is reached: too many calls, a request larger than the server takes, or an answer larger than 64 MiB.</summary>
    ResourceExhausted,

    /// <summary>The server's settings do not allow it, such as unmuting from afar.</summary>
    FailedPrecondition,

    /// <summary>Given up because of something that happened at the same time.</summary>
    Aborted,

    /// <summary>A value beyond its range.</summary>
    OutOfRange,

    /// <summary>The open-source server has no such feature.</summary>
    Unimplemented,

    /// <summary>LiveKit failed, or a part it needs (Redis for recordings) is not configured.</summary>
    Internal,

    /// <summary>
    /// LiveKit or the room's node cannot be reached, or nobody claims the room (also for calls on unknown rooms that LiveKit
    /// does not check first). The outcome is unknown.
    /// </summary>
    Unavailable,

    /// <summary>LiveKit has lost data that the call needs.</summary>
    DataLoss,
}
