namespace RelayKit.Cli.Demo;

/// <summary>A recording's file, as LiveKit's worker uploaded it and as anybody gets it by the link.</summary>
/// <param name="Room">The tenant's own name of the room.</param>
/// <param name="Bytes">How many were downloaded.</param>
/// <param name="UploadedSha256">SHA-256 of what was uploaded, lower-case hexadecimal, by the simulator's own books.</param>
/// <param name="DownloadedSha256">SHA-256 of what was downloaded.</param>
internal sealed record RecordedFile(string Room, long Bytes, string UploadedSha256, string DownloadedSha256)
{
    /// <summary>Whether it came back byte by byte.</summary>
    public bool Agrees => UploadedSha256 == DownloadedSha256;
}
