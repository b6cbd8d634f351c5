namespace RelayKit.LiveKit;

/// <summary>Where a track's media come from. A value that LiveKit adds later appears as its bare number.</summary>
public enum TrackSource
{
    /// <summary>The publisher did not say.</summary>
    Unknown = 0,

    /// <summary>A camera.</summary>
    Camera = 1,

    /// <summary>A microphone.</summary>
    Microphone = 2,

    /// <summary>A shared screen or window.</summary>
    ScreenShare = 3,

    /// <summary>The sound of a shared screen or window.</summary>
    ScreenShareAudio = 4,
}
