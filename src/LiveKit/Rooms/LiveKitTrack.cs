namespace RelayKit.LiveKit;

/// <summary>A track that a participant publishes.</summary>
public sealed record LiveKitTrack
{
    /// <summary>LiveKit's id of the track (<c>TR_…</c>).</summary>
    public required string Sid { get; init; }

    /// <summary>Audio, video or data.</summary>
    public TrackType Type { get; init; }

    /// <summary>Where the media come from.</summary>
    public TrackSource Source { get; init; }

    /// <summary>The publisher's name for it; empty when there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the publisher sends nothing at present.</summary>
    public bool Muted { get; init; }

    /// <summary>Codec, such as <c>video/VP8</c>; empty when not told.</summary>
    public string MimeType { get; init; } = "";

    /// <summary>Width in pixels; 0 when it is not video.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 when it is not video.</summary>
    public int Height { get; init; }
}
