using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>Where a file goes.</summary>
/// <param name="StorageId">The storage, as it was set up then.</param>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">The prefix that the key is below.</param>
/// <param name="Key">The file's key, prefix included; of HLS, the playlist's.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.FilePlace")]
public sealed record FilePlace(
    [property: Id(0)] Guid StorageId,
    [property: Id(1)] string Bucket,
    [property: Id(2)] string Prefix,
    [property: Id(3)] string Key)
{
    /// <summary>The key in a bucket, which has to lie below that bucket's own prefix.</summary>
    /// <param name="bucket">The bucket that the file went to, or the one for rescue.</param>
    /// <param name="isRescue">Whether it is the one for rescue, where the whole key lies below the prefix.</param>
    /// <param name="key">The key there.</param>
    public bool TryKeyIn(StorageBucket bucket, bool isRescue, out ObjectKey key)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        key = default;
        return isRescue
            ? ObjectKey.TryBelow(bucket.Prefix, Key, out key)
            : bucket.Prefix == Prefix && Key.StartsWith(Prefix, StringComparison.Ordinal) && ObjectKey.TryBelow(Prefix, Key[Prefix.Length..], out key);
    }
}
