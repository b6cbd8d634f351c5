using Amazon.S3;
using Amazon.S3.Model;
using RelayKit.ObjectStorage;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>The requests that more than one operation makes.</summary>
internal static class S3Requests
{
    /// <summary>Puts bytes that are in memory; signed whole, since not every service takes a body that is signed piece by piece.</summary>
    public static async Task<bool> PutAsync(this AmazonS3Client s3, StorageBucket bucket, ObjectKey key, ReadOnlyMemory<byte> content, CancellationToken giveUp)
    {
        using var body = content.AsStream();
        var put = await s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = bucket.Bucket,
                Key = key.Text,
                InputStream = body,
                AutoCloseStream = false,
                UseChunkEncoding = false,
                ContentType = "application/octet-stream",
            },
            giveUp);

        // S3 always gives one; a page that answers 200 to anything does not.
        return !string.IsNullOrEmpty(put.ETag)
            ? true
            : throw new StorageException(new StorageFault(
                StorageFaultKind.NotS3, "put", $"{StorageFaults.HostOf(bucket)} answers as no S3 does: it gave no ETag. Check the endpoint."));
    }

    /// <summary>Looks at an object's size.</summary>
    public static async Task<long> SizeAsync(this AmazonS3Client s3, StorageBucket bucket, ObjectKey key, CancellationToken giveUp) =>
        (await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket.Bucket, Key = key.Text }, giveUp)).ContentLength;

    /// <summary>Removes an object.</summary>
    public static async Task<bool> RemoveAsync(this AmazonS3Client s3, StorageBucket bucket, ObjectKey key, CancellationToken giveUp)
    {
        await s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket.Bucket, Key = key.Text }, giveUp);
        return true;
    }

    private static MemoryStream AsStream(this ReadOnlyMemory<byte> content) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
}
