using System.Globalization;
using System.Security.Cryptography;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Bodies;
using RelayKit.LiveKit.Simulator.ObjectStore.Objects;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>Putting, reading, looking at and removing one object.</summary>
internal sealed class ObjectOperations(ObjectStoreOptions options, ObjectFiles files, ObjectIndex index, TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>What a link may have answered in place of what was put.</summary>
    private static readonly Dictionary<string, string> Overrides = new(StringComparer.Ordinal)
    {
        ["response-content-type"] = "Content-Type",
        ["response-content-disposition"] = "Content-Disposition",
        ["response-content-language"] = "Content-Language",
        ["response-content-encoding"] = "Content-Encoding",
        ["response-cache-control"] = "Cache-Control",
        ["response-expires"] = "Expires",
    };

    public async Task PutAsync(S3Request request, PayloadMode mode, Caller caller)
    {
        var onlyNew = request.Header("If-None-Match") == "*";
        var name = ObjectFiles.NewName(request.Bucket, request.Key);
        var body = await ReceiveAsync(request, mode, caller, name);
        var entry = new StoredEntry
        {
            Bucket = request.Bucket,
            Key = request.Key,
            File = name,
            Size = body.Size,
            ETag = body.Md5,
            LastModified = time.GetUtcNow(),
            Headers = ObjectHeaders.Of(request),
            Checksums = body.Checksums,
        };
        if (!index.Put(entry, onlyNew))
        {
            files.Delete(name);
            throw new S3Exception(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", ("Condition", "If-None-Match"));
        }

        request.Context.Response.Headers.ETag = S3Xml.Quoted(entry.ETag);
        foreach (var (header, value) in entry.Checksums)
        {
            request.Context.Response.Headers[header] = value;
        }
    }

    /// <summary>Writes a body to a file of its own, which is not there when the body is not right.</summary>
    public async Task<ReceivedBody> ReceiveAsync(S3Request request, PayloadMode mode, Caller caller, string name)
    {
        try
        {
            await using var file = files.Create(name);
            return await RequestBody.CopyAsync(request, mode, caller, options.MaxPutBytes, file);
        }
        catch
        {
            files.Delete(name);
            throw;
        }
    }

    /// <param name="request">The request.</param>
    /// <param name="cutShort">Whether the connection breaks off in the middle.</param>
    public async Task GetAsync(S3Request request, bool cutShort)
    {
        var entry = index.Find(request.Bucket, request.Key) ?? throw S3Exception.NoSuchKey(request.Key);
        var response = request.Context.Response;
        if (!MeetsConditions(request, entry))
        {
            return;
        }

        var range = ByteRange.Read(request.Header("Range"), entry.Size);
        var (from, length) = range is { } part ? (part.From, part.Length) : (0, entry.Size);
        WriteHeaders(request, entry);
        response.ContentLength = length;
        if (range is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{from + length - 1}/{entry.Size}";
        }

        if (HttpMethods.IsHead(request.Method))
        {
            return;
        }

        await using var file = files.OpenRead(entry.File);
        file.Position = from;
        await SendAsync(file, response, cutShort ? length / 2 : length, request.Aborted);
        if (cutShort)
        {
            request.Context.Abort();
        }
    }

    public void Delete(S3Request request)
    {
        index.Remove(request.Bucket, request.Key);
        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>MD5 of what was put together of parts: S3's own way.</summary>
    public static string ETagOf(IReadOnlyCollection<UploadedPart> parts)
    {
#pragma warning disable CA5351 // S3's ETag is one.
        var digest = MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]);
#pragma warning restore CA5351
        return $"{Convert.ToHexStringLower(digest)}-{parts.Count}";
    }

    private static bool MeetsConditions(S3Request request, StoredEntry entry)
    {
        static bool Names(string header, string etag) =>
            header == "*" || header.Split(',', StringSplitOptions.TrimEntries).Any(said => said.Trim('"') == etag);

        if (request.Header("If-Match") is { } match && !Names(match, entry.ETag))
        {
            throw new S3Exception(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", ("Condition", "If-Match"));
        }

        if (request.Header("If-None-Match") is { } none && Names(none, entry.ETag))
        {
            request.Context.Response.StatusCode = StatusCodes.Status304NotModified;
            request.Context.Response.Headers.ETag = S3Xml.Quoted(entry.ETag);
            return false;
        }

        return true;
    }

    private static void WriteHeaders(S3Request request, StoredEntry entry)
    {
        var headers = request.Context.Response.Headers;
        headers.AcceptRanges = "bytes";
        headers.ETag = S3Xml.Quoted(entry.ETag);
        headers.LastModified = entry.LastModified.ToString("R", CultureInfo.InvariantCulture);
        headers.ContentType = "binary/octet-stream";
        foreach (var (name, value) in entry.Headers.Values)
        {
            headers[name] = value;
        }

        foreach (var (name, header) in Overrides)
        {
            if (request.Value(name) is { } value)
            {
                headers[header] = value;
            }
        }

        if (request.Header("x-amz-checksum-mode") == "ENABLED" && request.Header("Range") is null)
        {
            foreach (var (name, value) in entry.Checksums)
            {
                headers[name] = value;
            }
        }
    }

    private static async Task SendAsync(FileStream file, HttpResponse response, long length, CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        for (var left = length; left > 0;)
        {
            var count = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellation);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            await response.Body.WriteAsync(buffer.AsMemory(0, count), cancellation);
            left -= count;
        }

        await response.Body.FlushAsync(cancellation);
    }
}
