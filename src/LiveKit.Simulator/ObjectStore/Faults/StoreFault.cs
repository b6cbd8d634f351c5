namespace RelayKit.LiveKit.Simulator.ObjectStore.Faults;

/// <summary>Something that goes wrong in the object store.</summary>
/// <param name="Kind">What.</param>
internal sealed record StoreFault(StoreFaultKind Kind)
{
    /// <summary>In which bucket; null for every one.</summary>
    public string? Bucket { get; init; }

    /// <summary>Which operation it meets, such as <c>GetObject</c>; null for every one that it can.</summary>
    public string? Operation { get; init; }

    /// <summary>How often; null for as long as it is set.</summary>
    public long? Count { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>How long a slow answer is kept back.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Where a redirected request is sent.</summary>
    public string? Location { get; init; }

    public bool Meets(string bucket, string operation) =>
        (Bucket is null || Bucket == bucket)
        && (Operation is null ? Kind != StoreFaultKind.RefusePuts || IsPut(operation) : Operation == operation);

    private static bool IsPut(string operation) =>
        operation is "PutObject" or "CreateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload";
}

/// <summary>What can go wrong in the object store.</summary>
internal enum StoreFaultKind
{
    /// <summary>503 <c>ServiceUnavailable</c>.</summary>
    Unavailable,

    /// <summary>503 <c>SlowDown</c>.</summary>
    SlowDown,

    /// <summary>500 <c>InternalError</c>.</summary>
    InternalError,

    /// <summary>403 <c>AccessDenied</c> for whatever writes.</summary>
    RefusePuts,

    /// <summary>400 <c>EntityTooLarge</c>, as of a bucket with a quota.</summary>
    TooLarge,

    /// <summary>301 <c>PermanentRedirect</c>: the bucket is said to be elsewhere.</summary>
    Redirect,

    /// <summary>307 <c>TemporaryRedirect</c>.</summary>
    TemporaryRedirect,

    /// <summary>The answer comes late.</summary>
    Slow,

    /// <summary>The connection breaks off without an answer.</summary>
    Drop,

    /// <summary>The connection breaks off in the middle of the body that comes or goes.</summary>
    DropMidway,

    /// <summary>200 with a page that is no answer of S3's, as of a proxy.</summary>
    NotS3,
}
