using RelayKit.Tenants;

namespace RelayKit.ObjectStorage;

/// <summary>Sets up tenants' own buckets. Whatever the bucket itself says is thrown as a <see cref="StorageException"/>.</summary>
public interface ITenantStorageSettings
{
    /// <summary>Whether the operator has a key that takes on tenants' roles.</summary>
    bool TakesRoles { get; }

    /// <summary>Whether buckets may be at private addresses, and be spoken to without TLS.</summary>
    bool AllowsPrivateAddresses { get; }

    /// <summary>The tenant's own bucket; null when it has set up none.</summary>
    Task<StorageSettings?> GetAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Tests a bucket for real and saves it; one that fails is not saved, and what was before stays.</summary>
    Task<StorageSettings> SaveAsync(TenantId tenant, NewStorage storage, CancellationToken cancellation);

    /// <summary>Tests the tenant's own bucket as it is saved; null when it has set up none.</summary>
    Task<StorageSettings?> TestAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Sends new files to the tenant's own bucket no more. False when it has set up none.</summary>
    Task<bool> EndAsync(TenantId tenant, CancellationToken cancellation);
}
