using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.ObjectStorage;

/// <summary>Where tenants' own buckets are kept. Secrets come and go sealed.</summary>
public interface ITenantStorageStore
{
    /// <summary>What secrets of buckets are sealed for.</summary>
    static readonly SecretPurpose Purpose = new("storage.credentials");

    /// <summary>
    /// Makes a bucket the one that new files go to. The same place (endpoint, region, bucket, path style, prefix) is the same row, with new credentials;
    /// another place is another row, and the one before stays for what lies there.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="storage">What to save, its secret left out.</param>
    /// <param name="secret">The secret, sealed; null where a role is taken on.</param>
    /// <param name="now">When: it has just been tested.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<StorageSettings> SaveAsync(TenantId tenant, NewStorage storage, byte[]? secret, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The bucket that new files go to; null when there is none.</summary>
    Task<SavedStorage?> CurrentAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>A bucket by its id, also one that no new files go to; null for an id of nobody's, or of somebody else's.</summary>
    Task<SavedStorage?> FindAsync(TenantId tenant, Guid storage, CancellationToken cancellation);

    /// <summary>Sends new files to the tenant's own bucket no more; its row stays. False when there was none.</summary>
    Task<bool> EndAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Writes down that a bucket was tested with success.</summary>
    Task TestedAsync(TenantId tenant, Guid storage, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>A saved bucket.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Secret">The secret of its key, sealed; null where a role is taken on.</param>
public sealed record SavedStorage(StorageSettings Settings, byte[]? Secret);
