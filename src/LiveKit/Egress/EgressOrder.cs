using System.Collections.Immutable;

namespace RelayKit.LiveKit;

/// <summary>What an egress is to do: one source and at least one output.</summary>
public sealed record EgressOrder
{
    /// <summary>Where the media comes from.</summary>
    public required EgressSource Source { get; init; }

    /// <summary>How it is encoded; LiveKit's default is 1280x720 at 30 frames a second.</summary>
    public EgressPreset Preset { get; init; }

    /// <summary>A file to write; null for none.</summary>
    public EgressFileOrder? File { get; init; }

    /// <summary>A playlist with segments to write; null for none.</summary>
    public EgressSegmentsOrder? Segments { get; init; }

    /// <summary>Addresses to stream to, of one protocol; empty for none.</summary>
    public ImmutableArray<string> StreamUrls { get; init; } = [];
}

/// <summary>A file to write.</summary>
/// <param name="Format">Its container.</param>
/// <param name="Path">Its path in the bucket, with the container's extension.</param>
/// <param name="Bucket">The bucket.</param>
public sealed record EgressFileOrder(EgressFileFormat Format, string Path, EgressBucket Bucket);

/// <summary>A playlist of HLS to write.</summary>
/// <param name="PathPrefix">What the paths of all segments begin with.</param>
/// <param name="PlaylistName">The playlist's path, ending in <c>.m3u8</c>.</param>
/// <param name="LivePlaylistName">The path of the playlist of the newest segments, in the same folder; null for none.</param>
/// <param name="SegmentSeconds">Length of a segment; LiveKit's default is 4.</param>
/// <param name="Bucket">The bucket.</param>
public sealed record EgressSegmentsOrder(
    string PathPrefix, string PlaylistName, string? LivePlaylistName, int SegmentSeconds, EgressBucket Bucket);

/// <summary>A container of media.</summary>
public enum EgressFileFormat
{
    /// <summary>MP4: H.264 and AAC.</summary>
    Mp4 = 1,

    /// <summary>Ogg: Opus.</summary>
    Ogg = 2,

    /// <summary>MP3.</summary>
    Mp3 = 3,
}

/// <summary>LiveKit's ready-made encodings, by the numbers of its wire.</summary>
public enum EgressPreset
{
    /// <summary>1280x720, 30 frames a second, 3,000 kbit/s.</summary>
    H264720P30 = 0,

    /// <summary>1280x720, 60 frames a second, 4,500 kbit/s.</summary>
    H264720P60 = 1,

    /// <summary>1920x1080, 30 frames a second, 4,500 kbit/s.</summary>
    H2641080P30 = 2,

    /// <summary>1920x1080, 60 frames a second, 6,000 kbit/s.</summary>
    H2641080P60 = 3,

    /// <summary>720x1280, 30 frames a second, 3,000 kbit/s.</summary>
    PortraitH264720P30 = 4,

    /// <summary>720x1280, 60 frames a second, 4,500 kbit/s.</summary>
    PortraitH264720P60 = 5,

    /// <summary>1080x1920, 30 frames a second, 4,500 kbit/s.</summary>
    PortraitH2641080P30 = 6,

    /// <summary>1080x1920, 60 frames a second, 6,000 kbit/s.</summary>
    PortraitH2641080P60 = 7,
}
