using System.Net;
using Amazon.S3.Model;
using Microsoft.Extensions.Time.Testing;
using RelayKit.ObjectStorage;
using RelayKit.Storage.ObjectStorage;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>A server that speaks S3, with two empty buckets and a key that may do everything in them; and RelayKit's side of it.</summary>
public abstract class S3Server : IAsyncLifetime, IDisposable
{
    /// <summary>The names of its buckets.</summary>
    protected const string First = "media", Second = "second";

    // Time stands still, so that a busy machine runs into no time-out.
    private readonly S3Clients _clients = new(new ObjectStorageOptions { AllowPrivateAddresses = true }, new ManagedStorageOptions(), Dns.GetHostAddressesAsync);

    protected S3Server() => Storage = new S3ObjectStorage(_clients, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));

    internal S3ObjectStorage Storage { get; }

    protected abstract Uri Address { get; }

    protected abstract string AccessKeyId { get; }

    protected abstract string SecretAccessKey { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>A bucket with a prefix that nobody else has.</summary>
    public StorageBucket NewBucket() => new()
    {
        Endpoint = Address,
        Region = "us-east-1",
        Bucket = First,
        ForcePathStyle = true,
        Prefix = $"{Guid.NewGuid():n}/",
        AccessKeyId = AccessKeyId,
        SecretAccessKey = SecretAccessKey,
    };

    /// <summary>The other bucket of the server, with the same prefix and key.</summary>
    public static StorageBucket Other(StorageBucket bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        return bucket with { Bucket = Second };
    }

    public static ObjectKey Key(StorageBucket bucket, string path)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        Assert.True(ObjectKey.TryBelow(bucket.Prefix, path, out var key));
        return key;
    }

    /// <summary>Puts an object, as LiveKit's workers do.</summary>
    public async Task PutAsync(StorageBucket bucket, ObjectKey key, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        using var s3 = await _clients.OpenAsync(bucket, TimeSpan.FromMinutes(1), default);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket.Bucket, Key = key.Text, InputStream = new MemoryStream(content), UseChunkEncoding = false });
    }

    /// <summary>The keys below a bucket's prefix, without it, in their order.</summary>
    public async Task<List<string>> KeysAsync(StorageBucket bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        using var s3 = await _clients.OpenAsync(bucket, TimeSpan.FromMinutes(1), default);
        var page = await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket.Bucket, Prefix = bucket.Prefix });
        return [.. (page.S3Objects ?? []).Select(found => found.Key[bucket.Prefix.Length..]).Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        _clients.Dispose();
        GC.SuppressFinalize(this);
    }
}
