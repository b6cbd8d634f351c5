namespace RelayKit.Recordings;

/// <summary>What is recorded or streamed.</summary>
[GenerateSerializer, Alias("RelayKit.RecordingKind")]
public enum RecordingKind
{
    /// <summary>A whole room in a layout.</summary>
    RoomComposite = 0,

    /// <summary>One participant, whatever it publishes.</summary>
    Participant = 1,

    /// <summary>One audio track, one video track, or both.</summary>
    TrackComposite = 2,

    /// <summary>A web page.</summary>
    WebPage = 3,
}
