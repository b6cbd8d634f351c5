namespace RelayKit.Client;

/// <summary>Sets the tenant's own bucket; replaced whole. Give a key or a role. Its text shows no secret.</summary>
public sealed record SetStorage
{
    /// <summary>Address of the service, <c>https://host[:port]</c>, for Supabase with <c>/storage/v1/s3</c>; null for AWS's own of the region.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Region; <c>us-east-1</c> for a service without regions.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path and not in the host, as MinIO and Supabase need it.</summary>
    public bool? ForcePathStyle { get; init; }

    /// <summary>What every key begins with; null for nothing.</summary>
    public string? Prefix { get; init; }

    /// <summary>How files are named below the prefix, with <c>{recording_id}</c>; null for <c>{room_name}/{time}-{recording_id}</c>.</summary>
    public string? KeyTemplate { get; init; }

    /// <summary>Id of a key of the tenant's; null for a role.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The key's secret; null for a role.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>A role of the tenant's that the operator's user takes on; null for a key.</summary>
    public string? RoleArn { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SetStorage)} {{ Bucket = {Bucket} }}";
}
