namespace RelayKit.ObjectStorage;

/// <summary>A tenant's own bucket as it was saved, without what opens it.</summary>
public sealed record StorageSettings
{
    /// <summary>Its id, which files that lie there go by; stays when the credentials are changed.</summary>
    public required Guid Id { get; init; }

    /// <summary>Address of the service; null for AWS's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>What every key begins with: empty, or ending in a slash.</summary>
    public required string Prefix { get; init; }

    /// <summary>How files are named below the prefix.</summary>
    public required KeyTemplate KeyTemplate { get; init; }

    /// <summary>Id of the tenant's key; null where a role is taken on.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The tenant's role; null where a key is used.</summary>
    public string? RoleArn { get; init; }

    /// <summary>When it was saved last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was last tested with success.</summary>
    public required DateTimeOffset TestedAt { get; init; }
}

/// <summary>A tenant's own bucket that is to be saved. Lives in memory only; its text shows no secret.</summary>
public sealed record NewStorage
{
    /// <summary>Address of the service; null for AWS's own.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>What every key is to begin with: empty, or ending in a slash.</summary>
    public required string Prefix { get; init; }

    /// <summary>How files are to be named below the prefix.</summary>
    public required KeyTemplate KeyTemplate { get; init; }

    /// <summary>Id of the tenant's key; null where a role is to be taken on.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The key's secret; null where a role is to be taken on.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>The tenant's role; null where a key is to be used.</summary>
    public string? RoleArn { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(NewStorage)} {{ Bucket = {Bucket}, Prefix = {Prefix}, Region = {Region}, Endpoint = {Endpoint} }}";
}
