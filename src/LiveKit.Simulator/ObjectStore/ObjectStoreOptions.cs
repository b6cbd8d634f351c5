using System.Text.RegularExpressions;

namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>How the object store is set up.</summary>
public sealed partial record ObjectStoreOptions
{
    /// <summary>S3's limit for what is put in one request.</summary>
    public const long DefaultMaxPutBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>The address to listen on, on loopback. Port 0 takes a free one.</summary>
    public required string Urls { get; init; }

    /// <summary>The buckets; there is no way to make more.</summary>
    public required IReadOnlyList<ObjectStoreBucket> Buckets { get; init; }

    /// <summary>Who may sign.</summary>
    public required IReadOnlyList<ObjectStoreKey> Keys { get; init; }

    /// <summary>Which roles can be taken on.</summary>
    public IReadOnlyList<ObjectStoreRole> Roles { get; init; } = [];

    /// <summary>Where objects are kept, also after a restart; null for a folder that goes with the process.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The domain whose labels in front are buckets: <c>bucket.localhost</c>.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>The most bytes of one put: more is <c>EntityTooLarge</c>.</summary>
    public long MaxPutBytes { get; init; } = DefaultMaxPutBytes;

    /// <summary>Fewer bytes in a part that is not the last are <c>EntityTooSmall</c>.</summary>
    public long MinPartBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Why it would not start with these options; null when it would.</summary>
    public string? Problem =>
        Buckets.Count == 0 ? "an object store needs --s3-bucket"
        : Keys.Count == 0 || Keys.Any(key => key.AccessKeyId.Length == 0 || key.Secret.Length == 0)
            ? "an object store needs --s3-access-key and --s3-secret"
        : Keys.Any(key => key.AccessKeyId.Contains('/', StringComparison.Ordinal)) ? "an access key has no slash"
        : Buckets.FirstOrDefault(bucket => bucket.Name == ControlName || !BucketName().IsMatch(bucket.Name)) is { } wrong
            ? $"'{wrong.Name}' cannot be a bucket's name"
        : null;

    /// <summary>The first step of the control interface's paths, so no bucket's name.</summary>
    internal const string ControlName = "sim";

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}
