namespace RelayKit.LiveKit;

/// <summary>What is recorded or streamed.</summary>
public enum EgressSourceKind
{
    /// <summary>A whole room in a layout, by a browser that joins it.</summary>
    RoomComposite = 0,

    /// <summary>One participant's audio and video.</summary>
    Participant = 1,

    /// <summary>One audio track, one video track, or both.</summary>
    TrackComposite = 2,

    /// <summary>A web page.</summary>
    Web = 3,
}
