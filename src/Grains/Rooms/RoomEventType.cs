namespace RelayKit.Rooms;

/// <summary>What LiveKit said happened in a room. The names are LiveKit's.</summary>
[GenerateSerializer, Alias("RelayKit.RoomEventType")]
public enum RoomEventType
{
    /// <summary>A room object was created on a node.</summary>
    RoomStarted = 0,

    /// <summary>The room ended; nothing in it goes on after.</summary>
    RoomFinished = 1,

    /// <summary>A participant's media connected. The meter starts here and nowhere else.</summary>
    ParticipantJoined = 2,

    /// <summary>A participant who had been connected is gone.</summary>
    ParticipantLeft = 3,

    /// <summary>A participant never became connected: worth nothing to the meter.</summary>
    ParticipantConnectionAborted = 4,

    /// <summary>A track was published.</summary>
    TrackPublished = 5,

    /// <summary>A track was unpublished.</summary>
    TrackUnpublished = 6,
}
