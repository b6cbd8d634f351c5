namespace RelayKit.LiveKit;

/// <summary>A playlist of HLS with its segments.</summary>
/// <param name="PlaylistName">The path of the playlist of everything.</param>
/// <param name="LivePlaylistName">The path of the playlist of the newest segments; empty when none was asked for.</param>
/// <param name="PlaylistLocation">The playlist's address as the storage gave it; may be empty.</param>
/// <param name="SegmentCount">How many segments there are.</param>
/// <param name="SizeBytes">The size of all segments.</param>
/// <param name="Duration">How long they play.</param>
/// <param name="StartedAt">When its first media came.</param>
/// <param name="EndedAt">When its last media came.</param>
public sealed record EgressSegments(
    string PlaylistName,
    string LivePlaylistName,
    string PlaylistLocation,
    long SegmentCount,
    long SizeBytes,
    TimeSpan Duration,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt);
