using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using RelayKit.ObjectStorage;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>One copying from bucket to bucket: one part in memory at a time, hashed as it goes by, and the copy read again to the end.</summary>
internal sealed class ObjectCopy(
    AmazonS3Client reading, StorageBucket from, ObjectKey source, AmazonS3Client writing, StorageBucket to, ObjectKey destination, TimeProvider time)
{
    /// <summary>Bytes of a part, but of objects of more than 80 GB.</summary>
    internal const int PartBytes = 8 * 1024 * 1024;

    /// <summary>How long a role that is taken on for it has to last.</summary>
    internal static readonly TimeSpan LongestCopy = TimeSpan.FromMinutes(50);

    /// <summary>The most parts that S3 takes.</summary>
    private const int MaxParts = 10_000;

    /// <summary>The time that one part takes at most, either way.</summary>
    private static readonly TimeSpan PartTime = TimeSpan.FromMinutes(2);

    /// <summary>Copies, and reads the copy again.</summary>
    /// <exception cref="StorageException">It did not come about, and nothing of it is left at the destination as far as that lets itself be removed.</exception>
    public async Task<CopiedObject> RunAsync(CancellationToken cancellation)
    {
        var written = await WriteAsync(cancellation);
        var isGood = false;
        try
        {
            var read = await ReadAgainAsync(cancellation);
            isGood = read == written;
            return isGood
                ? written
                : throw new StorageException(new StorageFault(
                    StorageFaultKind.Corrupted, "get",
                    $"The copy of {source.FileName} in {to.Bucket} is not what was sent ({read.SizeBytes} bytes of {written.SizeBytes}); it was removed. It is tried again."));
        }
        finally
        {
            if (!isGood)
            {
                await CleanAsync(giveUp => writing.RemoveAsync(to, destination, giveUp));
            }
        }
    }

    private async Task<CopiedObject> WriteAsync(CancellationToken cancellation)
    {
        using var original = await StepAsync("get", from, giveUp => reading.GetObjectAsync(new GetObjectRequest { BucketName = from.Bucket, Key = source.Text }, giveUp), cancellation);
        var size = original.ContentLength;
        var partBytes = (int)Math.Max(PartBytes, ((size / MaxParts) + (1 << 20)) & ~((1L << 20) - 1));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(partBytes);
        try
        {
            var total = size <= partBytes
                ? await WriteWholeAsync(original.ResponseStream, buffer.AsMemory(0, partBytes), hash, cancellation)
                : await WritePartsAsync(original.ResponseStream, buffer.AsMemory(0, partBytes), hash, cancellation);
            if (total != size)
            {
                await CleanAsync(giveUp => writing.RemoveAsync(to, destination, giveUp));
                throw new StorageException(new StorageFault(StorageFaultKind.Unreachable, "get", $"{StorageFaults.HostOf(from)} sent {total} bytes of {size}. It is tried again."));
            }

            return new CopiedObject(total, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<long> WriteWholeAsync(Stream original, Memory<byte> buffer, IncrementalHash hash, CancellationToken cancellation)
    {
        var count = await ReadAsync(from, original, buffer, hash, cancellation);
        await StepAsync("put", to, giveUp => writing.PutAsync(to, destination, buffer[..count], giveUp), cancellation);
        return count;
    }

    private async Task<long> WritePartsAsync(Stream original, Memory<byte> buffer, IncrementalHash hash, CancellationToken cancellation)
    {
        var begun = await StepAsync(
            "put", to,
            giveUp => writing.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = to.Bucket, Key = destination.Text, ContentType = "application/octet-stream" }, giveUp),
            cancellation);
        var upload = begun.UploadId;
        try
        {
            var (parts, total) = (new List<PartETag>(), 0L);
            while (await ReadAsync(from, original, buffer, hash, cancellation) is var count and > 0)
            {
                parts.Add(await StepAsync("put", to, giveUp => PutPartAsync(upload, parts.Count + 1, buffer[..count], giveUp), cancellation));
                total += count;
            }

            await StepAsync(
                "put", to,
                giveUp => writing.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest { BucketName = to.Bucket, Key = destination.Text, UploadId = upload, PartETags = parts }, giveUp),
                cancellation);
            return total;
        }
        catch
        {
            // What was begun and never ended is paid for and shown nowhere.
            await CleanAsync(giveUp => writing.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = to.Bucket, Key = destination.Text, UploadId = upload }, giveUp));
            throw;
        }
    }

    private async Task<PartETag> PutPartAsync(string upload, int number, ReadOnlyMemory<byte> part, CancellationToken giveUp)
    {
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(part, out var bytes);
        using var content = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        var put = await writing.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = to.Bucket,
                Key = destination.Text,
                UploadId = upload,
                PartNumber = number,
                InputStream = content,
                PartSize = part.Length,
                UseChunkEncoding = false,
            },
            giveUp);
        return new PartETag(number, put.ETag);
    }

    private async Task<CopiedObject> ReadAgainAsync(CancellationToken cancellation)
    {
        using var copy = await StepAsync("get", to, giveUp => writing.GetObjectAsync(new GetObjectRequest { BucketName = to.Bucket, Key = destination.Text }, giveUp), cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            var total = 0L;
            while (await ReadAsync(to, copy.ResponseStream, buffer, hash, cancellation) is var count and > 0)
            {
                total += count;
            }

            return new CopiedObject(total, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Task<int> ReadAsync(StorageBucket bucket, Stream stream, Memory<byte> buffer, IncrementalHash hash, CancellationToken cancellation) => StepAsync(
        "get", bucket,
        async giveUp =>
        {
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, giveUp);
            hash.AppendData(buffer.Span[..count]);
            return count;
        },
        cancellation);

    private async Task<T> StepAsync<T>(string step, StorageBucket bucket, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var timed = new CancellationTokenSource(PartTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timed.Token);
        try
        {
            return await call(either.Token);
        }
        catch (Exception e) when (e is not StorageException && !cancellation.IsCancellationRequested && StorageFaults.Of(e, step, bucket) is { } fault)
        {
            throw new StorageException(fault, e);
        }
    }

    /// <summary>Cleans up after what went wrong, also when everybody has given up; what is wrong with that is told by nobody, for the first fault says more.</summary>
    private async Task CleanAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        try
        {
            using var timed = new CancellationTokenSource(S3ObjectStorage.CallTime, time);
            await call(timed.Token);
        }
        catch (Exception e) when (e is StorageException || StorageFaults.Of(e, "delete", to) is not null)
        {
        }
    }
}
