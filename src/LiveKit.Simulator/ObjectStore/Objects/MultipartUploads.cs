using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Objects;

/// <summary>The uploads in parts that are neither completed nor aborted. They end with the process.</summary>
internal sealed class MultipartUploads(ObjectFiles files)
{
    private readonly ConcurrentDictionary<string, MultipartUpload> _uploads = new(StringComparer.Ordinal);

    public MultipartUpload Begin(string bucket, string key, ObjectHeaders headers, DateTimeOffset now)
    {
        var upload = new MultipartUpload(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), bucket, key, headers, now);
        _uploads[upload.Id] = upload;
        return upload;
    }

    /// <exception cref="S3Exception">There is no such upload of this object.</exception>
    public MultipartUpload Find(string id, string bucket, string key) =>
        _uploads.TryGetValue(id, out var upload) && upload.Bucket == bucket && upload.Key == key ? upload : throw NoSuchUpload(id);

    public IEnumerable<MultipartUpload> Of(string bucket) => _uploads.Values
        .Where(upload => upload.Bucket == bucket).OrderBy(upload => upload.Key, StringComparer.Ordinal).ThenBy(upload => upload.Begun);

    /// <summary>Ends it; its parts go.</summary>
    public void End(MultipartUpload upload)
    {
        _uploads.TryRemove(upload.Id, out _);
        foreach (var part in upload.TakeParts())
        {
            files.Delete(part.File);
        }
    }

    private static S3Exception NoSuchUpload(string id) => new(
        404, "NoSuchUpload", "The specified upload does not exist. It may have been aborted or completed.", ("UploadId", id));
}

/// <summary>An upload in parts.</summary>
internal sealed class MultipartUpload(string id, string bucket, string key, ObjectHeaders headers, DateTimeOffset begun)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, UploadedPart> _parts = [];

    public string Id { get; } = id;

    public string Bucket { get; } = bucket;

    public string Key { get; } = key;

    public ObjectHeaders Headers { get; } = headers;

    public DateTimeOffset Begun { get; } = begun;

    public IReadOnlyList<UploadedPart> Parts
    {
        get
        {
            lock (_gate)
            {
                return [.. _parts.Values];
            }
        }
    }

    /// <summary>Puts a part in the place of the one with its number, which is given back.</summary>
    public UploadedPart? Put(UploadedPart part)
    {
        lock (_gate)
        {
            var old = _parts.GetValueOrDefault(part.Number);
            _parts[part.Number] = part;
            return old;
        }
    }

    public IReadOnlyList<UploadedPart> TakeParts()
    {
        lock (_gate)
        {
            var parts = _parts.Values.ToList();
            _parts.Clear();
            return parts;
        }
    }
}

/// <summary>A part; its ETag is its MD5 in hexadecimal.</summary>
internal sealed record UploadedPart(int Number, string File, long Size, string ETag, DateTimeOffset LastModified);
