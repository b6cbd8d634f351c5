namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>The workers' own storage, for files that the storage of their request did not take. Its text shows no secret.</summary>
public sealed record EgressBackupStorage
{
    /// <summary>Address of the service; null for AWS's own of the region.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Region of the bucket.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>Id of the key.</summary>
    public required string AccessKey { get; init; }

    /// <summary>The key's secret.</summary>
    public required string Secret { get; init; }

    /// <summary>What keys begin with there: a file's key is this, a slash, and the key that the request had for it.</summary>
    public string Prefix { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EgressBackupStorage)} {{ Bucket = {Bucket}, Prefix = {Prefix}, Endpoint = {Endpoint} }}";
}
