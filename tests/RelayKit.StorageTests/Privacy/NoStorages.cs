using RelayKit.ObjectStorage;
using RelayKit.Tenants;

namespace RelayKit.StorageTests.Privacy;

/// <summary>An operator that offers no storage. Whoever asks a bucket for anything all the same fails.</summary>
internal sealed class NoStorages : ITenantStorages, IObjectStorage
{
    public StorageBucket? Rescue => null;

    public TimeSpan? ManagedRetention => null;

    public StorageBucket? Managed(TenantId tenant, Mode mode) => null;

    public Task<TenantStorage?> CurrentAsync(TenantId tenant, Mode mode, CancellationToken cancellation) => Task.FromResult<TenantStorage?>(null);

    public Task<TenantStorage?> FindAsync(TenantId tenant, Mode mode, Guid storage, CancellationToken cancellation) => Task.FromResult<TenantStorage?>(null);

    public Task ProbeAsync(StorageBucket bucket, CancellationToken cancellation) => throw new InvalidOperationException("Nobody is to ask a bucket.");

    public Task<StoredObject?> HeadAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation) =>
        throw new InvalidOperationException("Nobody is to ask a bucket.");

    public Task<Uri> PresignAsync(StorageBucket bucket, ObjectKey key, DownloadTerms terms, CancellationToken cancellation) =>
        throw new InvalidOperationException("Nobody is to ask a bucket.");

    public Task DeleteAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation) =>
        throw new InvalidOperationException("Nobody is to ask a bucket.");

    public Task<int> DeleteAllAsync(StorageBucket bucket, string below, CancellationToken cancellation) =>
        throw new InvalidOperationException("Nobody is to ask a bucket.");

    public Task<CopiedObject> CopyAsync(
        StorageBucket from, ObjectKey source, StorageBucket to, ObjectKey destination, CancellationToken cancellation) =>
        throw new InvalidOperationException("Nobody is to ask a bucket.");
}
