namespace RelayKit.Recordings;

/// <summary>Whether media is kept or handed on.</summary>
[GenerateSerializer, Alias("RelayKit.RecordingPurpose")]
public enum RecordingPurpose
{
    /// <summary>A file in a bucket.</summary>
    Recording = 0,

    /// <summary>A stream to RTMP or SRT, or HLS in a bucket.</summary>
    Stream = 1,
}
