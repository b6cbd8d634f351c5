namespace RelayKit.Client;

/// <summary>A track that somebody publishes.</summary>
public sealed record Track
{
    /// <summary>LiveKit's sid of it: <c>TR_…</c>.</summary>
    public string Sid { get; init; } = "";

    /// <summary><c>audio</c>, <c>video</c> or <c>data</c>.</summary>
    public TrackType Type { get; init; }

    /// <summary><c>camera</c>, <c>microphone</c>, <c>screen_share</c>, <c>screen_share_audio</c> or <c>unknown</c>.</summary>
    public TrackSource Source { get; init; }

    /// <summary>The publisher's name for it; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether nothing is sent at present.</summary>
    public bool Muted { get; init; }
}
