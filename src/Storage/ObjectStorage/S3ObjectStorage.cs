using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using RelayKit.ObjectStorage;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>Speaks S3 with AWS and with whatever else does: one try of each request, a time for each, and every fault in words.</summary>
internal sealed class S3ObjectStorage(S3Clients clients, TimeProvider time) : IObjectStorage
{
    /// <summary>The time that a request without media takes at most.</summary>
    internal static readonly TimeSpan CallTime = TimeSpan.FromSeconds(30);

    /// <summary>The time that a probe takes at most, all its requests together.</summary>
    internal static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestLink = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLink = TimeSpan.FromHours(12);

    /// <summary>Objects that are removed at once.</summary>
    private const int Removals = 8;

    public async Task ProbeAsync(StorageBucket bucket, CancellationToken cancellation)
    {
        var content = "RelayKit tests here whether it can put, read and delete. This file can be deleted."u8.ToArray();
        if (!ObjectKey.TryBelow(bucket.Prefix, $"relaykit-test-{Guid.NewGuid():n}.txt", out var key))
        {
            throw new ArgumentException("The bucket's prefix is none.", nameof(bucket));
        }

        using var timed = new CancellationTokenSource(ProbeTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timed.Token);
        await CallAsync(bucket, "put", (s3, giveUp) => s3.PutAsync(bucket, key, content, giveUp), either.Token, cancellation);
        var size = await CallAsync(bucket, "head", (s3, giveUp) => s3.SizeAsync(bucket, key, giveUp), either.Token, cancellation);
        await CallAsync(bucket, "delete", (s3, giveUp) => s3.RemoveAsync(bucket, key, giveUp), either.Token, cancellation);
        if (size != content.Length)
        {
            throw new StorageException(new StorageFault(
                StorageFaultKind.NotS3, "head", $"{StorageFaults.HostOf(bucket)} took an object of {content.Length} bytes and says that it has {size}. It is no S3."));
        }
    }

    public async Task<StoredObject?> HeadAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation)
    {
        Belongs(bucket, key);
        try
        {
            return await TimedAsync(
                bucket, "head",
                async (s3, giveUp) =>
                {
                    var said = await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket.Bucket, Key = key.Text }, giveUp);
                    return new StoredObject(said.ContentLength, said.LastModified ?? default);
                },
                cancellation);
        }
        catch (StorageException e) when (e.Fault.Kind == StorageFaultKind.NoSuchObject)
        {
            return null;
        }
    }

    public async Task<Uri> PresignAsync(StorageBucket bucket, ObjectKey key, DownloadTerms terms, CancellationToken cancellation)
    {
        Belongs(bucket, key);
        if (terms.Lifetime < ShortestLink || terms.Lifetime > LongestLink)
        {
            throw new ArgumentOutOfRangeException(nameof(terms), terms.Lifetime, "A link is good for 60 seconds to 12 hours.");
        }

        using var s3 = await clients.OpenAsync(bucket, terms.Lifetime, cancellation);
        var link = await s3.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = bucket.Bucket,
            Key = key.Text,
            Verb = HttpVerb.GET,
            Protocol = bucket.Endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            Expires = (time.GetUtcNow() + terms.Lifetime).UtcDateTime,
            ResponseHeaderOverrides = new ResponseHeaderOverrides { ContentDisposition = DownloadName.Disposition(terms.FileName, terms.Inline) },
        });
        return new Uri(link);
    }

    public async Task DeleteAsync(StorageBucket bucket, ObjectKey key, CancellationToken cancellation)
    {
        Belongs(bucket, key);
        try
        {
            await TimedAsync(bucket, "delete", (s3, giveUp) => s3.RemoveAsync(bucket, key, giveUp), cancellation);
        }
        catch (StorageException e) when (e.Fault.Kind == StorageFaultKind.NoSuchObject)
        {
            // Most services say that one which is not there is gone; some say that it is not there.
        }
    }

    public async Task<int> DeleteAllAsync(StorageBucket bucket, string below, CancellationToken cancellation)
    {
        var prefix = bucket.Prefix + below;
        if (prefix.Length == 0 || prefix[^1] != '/' || !ObjectKey.IsPath(prefix.AsSpan()[..^1]))
        {
            throw new ArgumentException("Whole prefixes alone are removed, and never a whole bucket.", nameof(below));
        }

        var (count, next) = (0, (string?)null);
        do
        {
            var page = await TimedAsync(
                bucket, "list",
                (s3, giveUp) => s3.ListObjectsV2Async(
                    new ListObjectsV2Request { BucketName = bucket.Bucket, Prefix = prefix, ContinuationToken = next }, giveUp),
                cancellation);

            // A service that leaves the prefix out of account is not obeyed in that.
            var keys = (page.S3Objects ?? []).Select(static found => found.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            await RemoveAsync(bucket, keys, cancellation);
            count += keys.Count;
            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
        return count;
    }

    public async Task<CopiedObject> CopyAsync(
        StorageBucket from, ObjectKey source, StorageBucket to, ObjectKey destination, CancellationToken cancellation)
    {
        Belongs(from, source);
        Belongs(to, destination);
        using var reading = await clients.OpenAsync(from, ObjectCopy.LongestCopy, cancellation);
        using var writing = await clients.OpenAsync(to, ObjectCopy.LongestCopy, cancellation);
        return await new ObjectCopy(reading, from, source, writing, to, destination, time).RunAsync(cancellation);
    }

    /// <summary>
    /// Removes objects, several at once. What a service could not do beside the others is tried again by itself: some answer 500 to two removals in one
    /// folder, and S3 itself to too many at once.
    /// </summary>
    private async Task RemoveAsync(StorageBucket bucket, List<string> keys, CancellationToken cancellation)
    {
        Task DeleteAsync(string key, CancellationToken giveUp) => TimedAsync(
            bucket, "delete", (s3, giveUp) => s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket.Bucket, Key = key }, giveUp), giveUp);

        var left = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            keys,
            new ParallelOptions { MaxDegreeOfParallelism = Removals, CancellationToken = cancellation },
            async (key, giveUp) =>
            {
                try
                {
                    await DeleteAsync(key, giveUp);
                }
                catch (StorageException e) when (e.Fault.Kind == StorageFaultKind.Unavailable)
                {
                    left.Enqueue(key);
                }
            });
        foreach (var key in left)
        {
            await DeleteAsync(key, cancellation);
        }
    }

    private static void Belongs(StorageBucket bucket, ObjectKey key)
    {
        if (key.Text is not { Length: > 0 } text || !text.StartsWith(bucket.Prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException("The key is not below the bucket's prefix.", nameof(key));
        }
    }

    private async Task<T> TimedAsync<T>(StorageBucket bucket, string step, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var timed = new CancellationTokenSource(CallTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timed.Token);
        return await CallAsync(bucket, step, call, either.Token, cancellation);
    }

    private async Task<T> CallAsync<T>(
        StorageBucket bucket, string step, Func<AmazonS3Client, CancellationToken, Task<T>> call, CancellationToken giveUp, CancellationToken cancellation)
    {
        try
        {
            using var s3 = await clients.OpenAsync(bucket, CallTime, giveUp);
            return await call(s3, giveUp);
        }
        catch (Exception e) when (e is not StorageException && !cancellation.IsCancellationRequested && StorageFaults.Of(e, step, bucket) is { } fault)
        {
            throw new StorageException(fault, e);
        }
    }
}
