namespace RelayKit.Recordings;

/// <summary>In which form media is written to a bucket.</summary>
[GenerateSerializer, Alias("RelayKit.RecordingFormat")]
public enum RecordingFormat
{
    /// <summary>One MP4 file: H.264 and AAC.</summary>
    Mp4 = 0,

    /// <summary>One Ogg file: Opus, without video.</summary>
    Ogg = 1,

    /// <summary>One MP3 file, without video.</summary>
    Mp3 = 2,

    /// <summary>A playlist of HLS with segments.</summary>
    Hls = 3,
}
