using System.Text;
using Microsoft.Extensions.Options;
using RelayKit.ObjectStorage;
using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Puts what opens a tenant's bucket to it: its key's secret, or the operator's key that takes on its role.</summary>
internal sealed class BucketCredentials(ISecretProtector protector, IOptions<ObjectStorageOptions> options)
{
    /// <summary>Seals the secret of what is to be saved; null where a role is taken on.</summary>
    public byte[]? Seal(TenantId tenant, NewStorage storage) => storage.SecretAccessKey is { } secret
        ? protector.Protect(ITenantStorageStore.Purpose, tenant, Encoding.UTF8.GetBytes(secret))
        : null;

    /// <summary>What was saved, opened.</summary>
    /// <exception cref="StorageException">It has a role, and the operator has no key any more that takes it on.</exception>
    public StorageBucket Open(TenantId tenant, SavedStorage saved)
    {
        var settings = saved.Settings;
        return Open(tenant, new NewStorage
        {
            Endpoint = settings.Endpoint,
            Region = settings.Region,
            Bucket = settings.Bucket,
            ForcePathStyle = settings.ForcePathStyle,
            Prefix = settings.Prefix,
            KeyTemplate = settings.KeyTemplate,
            AccessKeyId = settings.AccessKeyId,
            SecretAccessKey = saved.Secret is { } secret ? Encoding.UTF8.GetString(protector.Unprotect(ITenantStorageStore.Purpose, tenant, secret)) : null,
            RoleArn = settings.RoleArn,
        });
    }

    /// <summary>What is to be saved, as a bucket that can be tried.</summary>
    /// <exception cref="StorageException">It has a role, and the operator has no key that takes it on.</exception>
    public StorageBucket Open(TenantId tenant, NewStorage storage)
    {
        var (id, secret) = storage.RoleArn is null ? (storage.AccessKeyId, storage.SecretAccessKey) : OperatorsKey();
        return new StorageBucket
        {
            Endpoint = storage.Endpoint,
            Region = storage.Region,
            Bucket = storage.Bucket,
            ForcePathStyle = storage.ForcePathStyle,
            Prefix = storage.Prefix,
            AccessKeyId = id!,
            SecretAccessKey = secret!,
            RoleArn = storage.RoleArn,

            // The tenant's id and no word of its own: nobody can have the operator's key take on somebody else's role.
            ExternalId = storage.RoleArn is null ? null : tenant.ToString(),
        };
    }

    private (string? Id, string? Secret) OperatorsKey() => options.Value.AssumeRole is { IsConfigured: true } key
        ? (key.AccessKeyId, key.SecretAccessKey)
        : throw new StorageException(new StorageFault(
            StorageFaultKind.RoleRefused, StorageFaults.AssumeRole, "The operator has no key that takes on roles. Use an access key of your own, or ask the operator."));
}
