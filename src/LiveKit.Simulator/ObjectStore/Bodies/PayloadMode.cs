namespace RelayKit.LiveKit.Simulator.ObjectStore.Bodies;

/// <summary>What <c>x-amz-content-sha256</c> says of a body.</summary>
/// <param name="Hash">The header itself; it is signed.</param>
/// <param name="IsChunked">Whether the body is in chunks (<c>aws-chunked</c>).</param>
/// <param name="IsSigned">Whether each chunk is signed.</param>
/// <param name="HasTrailer">Whether headers come behind the body.</param>
internal sealed record PayloadMode(string Hash, bool IsChunked, bool IsSigned, bool HasTrailer)
{
    public const string Unsigned = "UNSIGNED-PAYLOAD";

    /// <summary>Whether the header is the body's hash.</summary>
    public bool IsHash => Hash.Length == 64 && !IsChunked;

    /// <param name="header">The header; null when there is none.</param>
    /// <param name="isPresigned">Whether the request is a link, which signs no body unless it says so.</param>
    /// <exception cref="S3Exception">There is none, or it means nothing.</exception>
    public static PayloadMode Read(string? header, bool isPresigned) => header switch
    {
        null when isPresigned => new(Unsigned, false, false, false),
        null => throw S3Exception.InvalidRequest("Missing required header for this request: x-amz-content-sha256"),
        Unsigned => new(header, false, false, false),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => new(header, true, true, false),
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => new(header, true, true, true),
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => new(header, true, false, true),
        { Length: 64 } when header.All(char.IsAsciiHexDigitLower) => new(header, false, false, false),
        _ => throw S3Exception.InvalidArgument(
            "x-amz-content-sha256", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value."),
    };
}
