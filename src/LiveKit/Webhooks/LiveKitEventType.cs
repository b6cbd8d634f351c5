namespace RelayKit.LiveKit;

/// <summary>What a webhook tells.</summary>
public enum LiveKitEventType
{
    /// <summary>Something that this version does not know; the event's name says what.</summary>
    Unknown = 0,

    /// <summary>A room has come to life.</summary>
    RoomStarted,

    /// <summary>A room's life has ended.</summary>
    RoomFinished,

    /// <summary>A participant can send and receive media. Not told again when a connection is resumed.</summary>
    ParticipantJoined,

    /// <summary>A participant that had joined is gone.</summary>
    ParticipantLeft,

    /// <summary>A participant is gone that never became able to send or receive media; no join precedes it.</summary>
    ParticipantConnectionAborted,

    /// <summary>A track is published.</summary>
    TrackPublished,

    /// <summary>A track is no longer published.</summary>
    TrackUnpublished,

    /// <summary>A recording has been accepted; it does not yet run.</summary>
    EgressStarted,

    /// <summary>A recording has changed. LiveKit may leave these out.</summary>
    EgressUpdated,

    /// <summary>A recording has ended, well or not. May come twice.</summary>
    EgressEnded,

    /// <summary>A stream from outside has begun.</summary>
    IngressStarted,

    /// <summary>A stream from outside has ended.</summary>
    IngressEnded,
}
