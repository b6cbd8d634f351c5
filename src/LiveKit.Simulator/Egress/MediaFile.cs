using RelayKit.LiveKit.Simulator.Media;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>A small file of real media that plays for as long as was recorded: grey in 1280x720, or silence.</summary>
internal sealed class MediaFile
{
    private readonly byte[] _head;

    private MediaFile(string contentType, TimeSpan duration, byte[] head, long sizeBytes = 0)
    {
        ContentType = contentType;
        Duration = duration;
        SizeBytes = Math.Max(head.Length, sizeBytes);
        _head = head;
    }

    /// <summary>Its media type.</summary>
    public string ContentType { get; }

    /// <summary>How long it plays.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Its size.</summary>
    public long SizeBytes { get; }

    /// <summary>MP4 with one H.264 track (LiveKit's recordings of rooms, participants and pages).</summary>
    /// <param name="duration">How long it plays, in whole milliseconds; at least one.</param>
    /// <param name="sizeBytes">Its size, filled up with what no player reads; a smaller one than the media needs counts for nothing.</param>
    public static MediaFile Mp4(TimeSpan duration, long sizeBytes = 0) =>
        new("video/mp4", duration, Mp4Writer.Write(duration, sizeBytes), sizeBytes);

    /// <summary>Ogg with one Opus track of silence; whole 20 ms.</summary>
    public static MediaFile Ogg(TimeSpan duration) => new("audio/ogg", duration, OggWriter.Write(duration));

    /// <summary>MP3 of silence; whole 24 ms.</summary>
    public static MediaFile Mp3(TimeSpan duration) => new("audio/mpeg", duration, Mp3Writer.Write(duration));

    /// <summary>One segment of HLS: an MPEG transport stream with one H.264 track.</summary>
    /// <param name="start">Where it begins within the recording: the sum of the segments before it.</param>
    /// <param name="duration">How long it plays.</param>
    public static MediaFile Segment(TimeSpan start, TimeSpan duration) =>
        new("video/mp2t", duration, TransportStreamWriter.Write(start, duration));

    /// <summary>A playlist of HLS.</summary>
    /// <param name="segments">The segments' names relative to the playlist, and how long each plays.</param>
    /// <param name="firstSequence">The number of the first; above 0 in a live playlist that let go of older ones.</param>
    /// <param name="ended">Whether nothing comes after them.</param>
    public static MediaFile Playlist(IReadOnlyList<(string Name, TimeSpan Duration)> segments, int firstSequence = 0, bool ended = true) =>
        new(
            "application/x-mpegURL",
            segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration),
            PlaylistWriter.Write(segments, firstSequence, ended));

    /// <summary>Its bytes, from the first to the last; what it is filled up with takes no memory.</summary>
    public Stream OpenRead() => new PaddedStream(_head, SizeBytes);
}
