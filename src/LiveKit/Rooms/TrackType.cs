namespace RelayKit.LiveKit;

/// <summary>What a track carries. A value that LiveKit adds later appears as its bare number.</summary>
public enum TrackType
{
    /// <summary>Sound.</summary>
    Audio = 0,

    /// <summary>Pictures.</summary>
    Video = 1,

    /// <summary>Packets of an application.</summary>
    Data = 2,
}
