namespace RelayKit.Client;

/// <summary>Where the tenant's recordings go.</summary>
public sealed record Storage
{
    /// <summary><c>sto_…</c>; stays when the credentials change.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whose bucket it is.</summary>
    public StorageKind Kind { get; init; }

    /// <summary>Address of the service; null for AWS's own, and for managed storage.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Region; null for managed storage.</summary>
    public string? Region { get; init; }

    /// <summary>Name of the bucket; null for managed storage.</summary>
    public string? Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>What every key begins with; null for managed storage.</summary>
    public string? Prefix { get; init; }

    /// <summary>How files are named below the prefix.</summary>
    public string KeyTemplate { get; init; } = "";

    /// <summary>Id of the tenant's key; null for a role, and for managed storage.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The tenant's role; null for a key, and for managed storage.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What a role's trust policy has to ask for as <c>sts:ExternalId</c>.</summary>
    public string ExternalId { get; init; } = "";

    /// <summary>Days that managed storage keeps a file; null for as long as you do.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>When it was set; null for managed storage.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was last tested with success; null for managed storage.</summary>
    public DateTimeOffset? TestedAt { get; init; }
}
