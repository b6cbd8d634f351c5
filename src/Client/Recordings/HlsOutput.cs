namespace RelayKit.Client;

/// <summary>A playlist of HLS in a bucket.</summary>
public sealed record HlsOutput
{
    /// <summary>The bucket.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>The key of <c>index.m3u8</c>.</summary>
    public string Key { get; init; } = "";

    /// <summary>What became of it.</summary>
    public RecordingFile File { get; init; }

    /// <summary>The size of all segments; null until it is written.</summary>
    public long? SizeBytes { get; init; }
}
