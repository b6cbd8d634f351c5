namespace RelayKit.LiveKit;

/// <summary>A bucket that speaks S3, with what opens it (<c>S3Upload</c>). Its text shows no secret.</summary>
public sealed record EgressBucket
{
    /// <summary>Address of the service; null for AWS's own of the region.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Region, such as <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>Whether the bucket's name stands in the path and not in the host.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>Id of the key.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The key's secret.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The role that the key takes on before it writes; null for none.</summary>
    public string? AssumeRoleArn { get; init; }

    /// <summary>The external id that the role asks for; null for none.</summary>
    public string? AssumeRoleExternalId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EgressBucket)} {{ Bucket = {Bucket}, Region = {Region}, Endpoint = {Endpoint} }}";
}
