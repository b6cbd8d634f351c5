using RelayKit.Api.Requests.Rules;
using RelayKit.Identifiers;
using RelayKit.ObjectStorage;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>Sets the tenant's own bucket; replaced whole.</summary>
/// <param name="Endpoint">Address of the service, <c>https://host[:port]</c>, for Supabase with <c>/storage/v1/s3</c>; left out, AWS's own of the region.</param>
/// <param name="Region">Region; <c>us-east-1</c> for a service without regions.</param>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="ForcePathStyle">Whether the bucket's name stands in the path and not in the host, as MinIO and Supabase need it. Left out, it does not.</param>
/// <param name="Prefix">What every key begins with: letters, digits and <c>! - _ . = @ + : ( ) ,</c> and spaces within, in steps between slashes. Left out, nothing.</param>
/// <param name="KeyTemplate">How files are named below the prefix, with <c>{recording_id}</c> and, if you like, <c>{room_name}</c>, <c>{room_id}</c>, <c>{time}</c>, <c>{utc}</c>, <c>{publisher_identity}</c> and <c>{track_id}</c>. Left out, <c>{room_name}/{time}-{recording_id}</c>.</param>
/// <param name="AccessKeyId">Id of a key of your own; left out where <c>role_arn</c> is given.</param>
/// <param name="SecretAccessKey">The key's secret; it is kept encrypted and is in no answer.</param>
/// <param name="RoleArn">A role of your own that the operator's user takes on, with the tenant's id as external id; left out where a key is given.</param>
internal sealed record SetStorageRequest(
    [property: Title(BucketRules.MaxEndpointLength)] string? Endpoint,
    [property: Needed("give the bucket's region"), Title(40)] string? Region,
    [property: Needed("name the bucket"), Title(63)] string? Bucket,
    bool? ForcePathStyle,
    [property: Title(500)] string? Prefix,
    [property: Title(ObjectStorage.KeyTemplate.MaxLength)] string? KeyTemplate,
    [property: Title(128)] string? AccessKeyId,
    [property: Title(256)] string? SecretAccessKey,
    [property: Title(512)] string? RoleArn)
{
    /// <summary>Shows no secret, whoever writes it down.</summary>
    public override string ToString() => $"{nameof(SetStorageRequest)} {{ Bucket = {Bucket} }}";
}

/// <summary>Where the tenant's recordings go.</summary>
/// <param name="Id"><c>sto_…</c>; stays when the credentials change.</param>
/// <param name="Kind"><c>bucket</c> for the tenant's own, <c>managed</c> for the operator's.</param>
/// <param name="Endpoint">Address of the service; null for AWS's own, and for managed storage.</param>
/// <param name="Region">Region; null for managed storage.</param>
/// <param name="Bucket">Name of the bucket; null for managed storage.</param>
/// <param name="ForcePathStyle">Whether the bucket's name stands in the path.</param>
/// <param name="Prefix">What every key begins with; null for managed storage.</param>
/// <param name="KeyTemplate">How files are named below the prefix.</param>
/// <param name="AccessKeyId">Id of the tenant's key; null for a role, and for managed storage.</param>
/// <param name="RoleArn">The tenant's role; null for a key, and for managed storage.</param>
/// <param name="ExternalId">What a role's trust policy has to ask for as <c>sts:ExternalId</c>: the tenant's id.</param>
/// <param name="RetentionDays">Days that managed storage keeps a file; null for as long as you do.</param>
/// <param name="UpdatedAt">When it was set; null for managed storage.</param>
/// <param name="TestedAt">When it was last tested with success; null for managed storage.</param>
internal sealed record StorageResponse(
    string Id,
    string Kind,
    string? Endpoint,
    string? Region,
    string? Bucket,
    bool ForcePathStyle,
    string? Prefix,
    string KeyTemplate,
    string? AccessKeyId,
    string? RoleArn,
    string ExternalId,
    int? RetentionDays,
    DateTimeOffset? UpdatedAt,
    DateTimeOffset? TestedAt)
{
    public static StorageResponse Of(TenantId tenant, StorageSettings settings) => new(
        PublicId.Format(PublicId.Storage, settings.Id),
        "bucket",
        settings.Endpoint is { } endpoint ? BucketRules.TextOf(endpoint) : null,
        settings.Region,
        settings.Bucket,
        settings.ForcePathStyle,
        settings.Prefix,
        settings.KeyTemplate.Text,
        settings.AccessKeyId,
        settings.RoleArn,
        tenant.ToString(),
        null,
        settings.UpdatedAt,
        settings.TestedAt);

    /// <summary>The operator's bucket is the operator's affair: a tenant sees that it is used, and not where it is.</summary>
    public static StorageResponse OfManaged(TenantId tenant, TimeSpan? retention) => new(
        PublicId.Format(PublicId.Storage, TenantStorage.ManagedId), "managed", null, null, null, false, null, ObjectStorage.KeyTemplate.Default.Text, null, null,
        tenant.ToString(), (int?)retention?.TotalDays, null, null);
}
