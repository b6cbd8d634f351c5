namespace RelayKit.ObjectStorage;

/// <summary>
/// A bucket of any service that speaks S3, with what opens it. Lives in memory only, for as long as one operation takes; its text shows no secret.
/// </summary>
public sealed record StorageBucket
{
    /// <summary>Address of the service, <c>https://host[:port][/path]</c>; null for AWS's own of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region, such as <c>eu-central-1</c>; what services without regions take for one is <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path and not in the host.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>What every key in it begins with: empty, or ending in a slash. Nothing outside is ever read, written or removed.</summary>
    public required string Prefix { get; init; }

    /// <summary>Id of the key: the tenant's, or the operator's where a role is taken on.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The key's secret.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The tenant's role that the operator's key takes on; null for none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The external id that the role asks for; null for none.</summary>
    public string? ExternalId { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(StorageBucket)} {{ Bucket = {Bucket}, Prefix = {Prefix}, Region = {Region}, Endpoint = {Endpoint} }}";
}
