namespace RelayKit.ObjectStorage;

/// <summary>
/// What RelayKit does with buckets. Media never stays here: what is read is handed on in pieces of a few MiB, or only measured.
/// Every method throws <see cref="StorageException"/> when the bucket cannot be used.
/// </summary>
public interface IObjectStorage
{
    /// <summary>
    /// Puts, looks at and removes a small object below the bucket's prefix, within 10 seconds in all; throws with the first step that failed.
    /// </summary>
    Task ProbeAsync(StorageBucket bucket, CancellationToken cancellation);

    /// <summary>Looks at an object without reading it; null when it is not there.</summary>
    Task<StoredObject?> HeadAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation);

    /// <summary>A link by which anybody can read an object for some time. Asks nobody, but where a role has to be taken on.</summary>
    Task<Uri> PresignAsync(StorageBucket bucket, ObjectKey key, DownloadTerms terms, CancellationToken cancellation);

    /// <summary>Removes an object; one that is gone already is no fault.</summary>
    Task DeleteAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation);

    /// <summary>Removes every object whose key begins with the bucket's prefix and <paramref name="below"/>.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="below">A path below the prefix that ends in a slash; empty for the whole prefix.</param>
    /// <param name="cancellation">Gives up; what is removed stays removed.</param>
    /// <returns>How many there were.</returns>
    Task<int> DeleteAllAsync(StorageBucket bucket, string below, CancellationToken cancellation);

    /// <summary>
    /// Copies an object into another bucket, in pieces, and reads the copy again: it has the same size and SHA-256, or it is removed and the copying
    /// throws <see cref="StorageFaultKind.Corrupted"/>. The original stays.
    /// </summary>
    Task<CopiedObject> CopyAsync(
        StorageBucket from, ObjectKey source, StorageBucket to, ObjectKey destination, CancellationToken cancellation);
}

/// <summary>What a bucket says of an object.</summary>
/// <param name="SizeBytes">Its size.</param>
/// <param name="LastModified">When it was written, by the service's clock.</param>
public sealed record StoredObject(long SizeBytes, DateTimeOffset LastModified);

/// <summary>An object that was copied and compared.</summary>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, lower-case hexadecimal.</param>
public sealed record CopiedObject(long SizeBytes, string Sha256);

/// <summary>How an object may be read by a link.</summary>
/// <param name="Lifetime">How long: 60 seconds to 12 hours.</param>
/// <param name="FileName">The name that a browser saves it under.</param>
/// <param name="Inline">Whether a browser shows it in place of saving it.</param>
public sealed record DownloadTerms(TimeSpan Lifetime, string FileName, bool Inline);
