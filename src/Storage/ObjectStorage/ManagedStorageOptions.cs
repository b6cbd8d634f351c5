using RelayKit.ObjectStorage;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>The operator's bucket, in which tenants without one of their own have a prefix each: <c>RelayKit:ManagedStorage</c>.</summary>
public sealed class ManagedStorageOptions
{
    /// <summary>Where the options are in the configuration.</summary>
    public const string Section = "RelayKit:ManagedStorage";

    /// <summary>Address of the service; left out, AWS's own of the region.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Region; left out, <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The bucket; left out, there is no managed storage.</summary>
    public string? Bucket { get; set; }

    /// <summary>Whether the bucket's name stands in the path.</summary>
    public bool ForcePathStyle { get; set; }

    /// <summary>Id of the key.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The key's secret.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>Below which all tenants' files lie: empty, or ending in a slash.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Days that files are kept; left out, for as long as their tenant keeps them.</summary>
    public int? RetentionDays { get; set; }

    /// <summary>
    /// Below which LiveKit's workers put what they could not put into a tenant's own bucket: the prefix of their <c>backup</c> storage, which is this bucket.
    /// Left out, such files are not looked for.
    /// </summary>
    public string? RescuePrefix { get; set; }

    /// <summary>Whether there is managed storage.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(Bucket);

    /// <summary>The bucket with all that stands below a prefix.</summary>
    internal StorageBucket Below(string prefix) => new()
    {
        Endpoint = string.IsNullOrEmpty(Endpoint) ? null : new Uri(Endpoint),
        Region = Region,
        Bucket = Bucket!,
        ForcePathStyle = ForcePathStyle,
        Prefix = prefix,
        AccessKeyId = AccessKeyId!,
        SecretAccessKey = SecretAccessKey!,
    };
}
