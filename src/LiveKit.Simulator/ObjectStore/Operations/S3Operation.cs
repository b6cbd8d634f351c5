namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>Which of S3's operations a request asks for, by S3's own names.</summary>
internal static class S3Operation
{
    public const string PutObject = nameof(PutObject);
    public const string GetObject = nameof(GetObject);
    public const string HeadObject = nameof(HeadObject);
    public const string DeleteObject = nameof(DeleteObject);
    public const string DeleteObjects = nameof(DeleteObjects);
    public const string ListObjectsV2 = nameof(ListObjectsV2);
    public const string HeadBucket = nameof(HeadBucket);
    public const string GetBucketLocation = nameof(GetBucketLocation);
    public const string CreateMultipartUpload = nameof(CreateMultipartUpload);
    public const string UploadPart = nameof(UploadPart);
    public const string CompleteMultipartUpload = nameof(CompleteMultipartUpload);
    public const string AbortMultipartUpload = nameof(AbortMultipartUpload);
    public const string ListParts = nameof(ListParts);
    public const string ListMultipartUploads = nameof(ListMultipartUploads);

    /// <summary>The security token service's, at the same address.</summary>
    public const string AssumeRole = nameof(AssumeRole);

    /// <summary>None that is played here.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>What would change the meaning of what is played.</summary>
    private static readonly string[] NotPlayed = ["acl", "tagging", "policy", "cors", "lifecycle", "versioning", "versions", "torrent", "attributes", "select", "restore"];

    public static readonly IReadOnlyList<string> All =
    [
        PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects, ListObjectsV2, HeadBucket, GetBucketLocation, CreateMultipartUpload,
        UploadPart, CompleteMultipartUpload, AbortMultipartUpload, ListParts, ListMultipartUploads, AssumeRole,
    ];

    public static string Of(S3Request request) =>
        request.Bucket.Length == 0 ? request.Method == "POST" ? AssumeRole : Unknown
        : Array.Exists(NotPlayed, request.Has) || request.Header("x-amz-copy-source") is not null ? Unknown
        : request.Key.Length == 0 ? OfBucket(request)
        : OfObject(request);

    private static string OfBucket(S3Request request) => request.Method switch
    {
        "HEAD" => HeadBucket,
        "POST" when request.Has("delete") => DeleteObjects,
        "GET" when request.Has("location") => GetBucketLocation,
        "GET" when request.Has("uploads") => ListMultipartUploads,
        "GET" when request.Value("list-type") == "2" => ListObjectsV2,
        _ => Unknown,
    };

    private static string OfObject(S3Request request) => request.Method switch
    {
        "PUT" => request.Has("uploadId") ? UploadPart : PutObject,
        "GET" => request.Has("uploadId") ? ListParts : GetObject,
        "HEAD" => HeadObject,
        "DELETE" => request.Has("uploadId") ? AbortMultipartUpload : DeleteObject,
        "POST" when request.Has("uploads") => CreateMultipartUpload,
        "POST" when request.Has("uploadId") => CompleteMultipartUpload,
        _ => Unknown,
    };
}
