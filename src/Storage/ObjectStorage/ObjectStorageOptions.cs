namespace RelayKit.Storage.ObjectStorage;

/// <summary>How buckets are reached: <c>RelayKit:Storage</c>.</summary>
public sealed class ObjectStorageOptions
{
    /// <summary>Where the options are in the configuration.</summary>
    public const string Section = "RelayKit:Storage";

    /// <summary>
    /// Whether tenants' buckets may be at private addresses, and be spoken to without TLS: for development, and where every tenant is trusted. The operator's
    /// own bucket may be at any address.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The operator's key that takes on tenants' roles; without it no tenant can name one.</summary>
    public AssumeRoleOptions AssumeRole { get; set; } = new();
}

/// <summary>The key that takes on tenants' roles.</summary>
public sealed class AssumeRoleOptions
{
    /// <summary>Id of the key.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The key's secret.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>Address of the service that hands out roles; left out, AWS's own of the bucket's region.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Whether there is such a key.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(AccessKeyId) && !string.IsNullOrEmpty(SecretAccessKey);
}
