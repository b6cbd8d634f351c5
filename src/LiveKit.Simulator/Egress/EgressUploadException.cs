namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>
/// A file did not reach its bucket. The text is what LiveKit puts into <c>error</c>, <c>S3 upload failed: …</c>: it names S3's code and no secret.
/// </summary>
internal sealed class EgressUploadException : Exception
{
    /// <param name="reason">What S3 said, or the network.</param>
    /// <param name="s3Code">S3's code, such as <c>AccessDenied</c>; null when nobody answered.</param>
    /// <param name="innerException">What was met.</param>
    public EgressUploadException(string reason, string? s3Code, Exception? innerException = null)
        : base($"S3 upload failed: {reason}", innerException) => S3Code = s3Code;

    /// <summary>S3's code, such as <c>AccessDenied</c>; null when nobody answered.</summary>
    public string? S3Code { get; }
}
