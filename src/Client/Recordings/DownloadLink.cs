namespace RelayKit.Client;

/// <summary>A link by which anybody can read a file for some time.</summary>
public sealed record DownloadLink
{
    /// <summary>The link, to the bucket itself.</summary>
    public Uri? Url { get; init; }

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The file's size; null where it is not known.</summary>
    public long? SizeBytes { get; init; }
}
