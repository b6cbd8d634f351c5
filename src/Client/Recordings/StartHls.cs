namespace RelayKit.Client;

/// <summary>A playlist of HLS to write.</summary>
public sealed record StartHls
{
    /// <summary>Length of a segment, 1 to 60; left out, 4.</summary>
    public int? SegmentSeconds { get; init; }
}
