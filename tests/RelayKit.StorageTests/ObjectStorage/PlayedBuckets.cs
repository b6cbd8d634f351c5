using RelayKit.ObjectStorage;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>Buckets that are probed with whatever outcome a test says; nothing else is asked of them here.</summary>
internal sealed class PlayedBuckets : IObjectStorage
{
    public StorageFault? Fault { get; set; }

    public List<StorageBucket> Probed { get; } = [];

    public Task ProbeAsync(StorageBucket bucket, CancellationToken cancellation)
    {
        Probed.Add(bucket);
        return Fault is null ? Task.CompletedTask : Task.FromException(new StorageException(Fault));
    }

    public Task<StoredObject?> HeadAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation) => throw new InvalidOperationException();

    public Task<Uri> PresignAsync(StorageBucket bucket, ObjectKey key, DownloadTerms terms, CancellationToken cancellation) => throw new InvalidOperationException();

    public Task DeleteAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation) => throw new InvalidOperationException();

    public Task<int> DeleteAllAsync(StorageBucket bucket, string below, CancellationToken cancellation) => throw new InvalidOperationException();

    public Task<CopiedObject> CopyAsync(
        StorageBucket from, ObjectKey source, StorageBucket to, ObjectKey destination, CancellationToken cancellation) => throw new InvalidOperationException();
}
