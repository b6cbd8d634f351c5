using System.Globalization;
using System.Xml.Linq;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Bodies;
using RelayKit.LiveKit.Simulator.ObjectStore.Objects;
using static RelayKit.LiveKit.Simulator.ObjectStore.S3Xml;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>Uploads in parts.</summary>
internal sealed class MultipartOperations(
    ObjectStoreOptions options, ObjectOperations objects, ObjectFiles files, ObjectIndex index, MultipartUploads uploads, TimeProvider time)
{
    private const int MaxParts = 10_000;
    private const int MaxListBytes = 4 * 1024 * 1024;

    public Task BeginAsync(S3Request request)
    {
        var upload = uploads.Begin(request.Bucket, request.Key, ObjectHeaders.Of(request), time.GetUtcNow());
        return WriteAsync(request.Context, Element(
            "InitiateMultipartUploadResult",
            Element("Bucket", request.Bucket),
            Element("Key", request.Key),
            Element("UploadId", upload.Id)));
    }

    public async Task PutPartAsync(S3Request request, PayloadMode mode, Caller caller)
    {
        var upload = Find(request);
        if (!int.TryParse(request.Value("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MaxParts)
        {
            throw S3Exception.InvalidArgument("partNumber", "Part number must be an integer between 1 and 10000, inclusive");
        }

        var name = ObjectFiles.NewName(request.Bucket, request.Key);
        var body = await objects.ReceiveAsync(request, mode, caller, name);
        if (upload.Put(new UploadedPart(number, name, body.Size, body.Md5, time.GetUtcNow())) is { } old)
        {
            files.Delete(old.File);
        }

        request.Context.Response.Headers.ETag = Quoted(body.Md5);
        foreach (var (header, value) in body.Checksums)
        {
            request.Context.Response.Headers[header] = value;
        }
    }

    public async Task CompleteAsync(S3Request request, PayloadMode mode, Caller caller)
    {
        var upload = Find(request);
        var parts = Chosen(upload, Read(await RequestBody.ReadAllAsync(request, mode, caller, MaxListBytes)));
        var name = ObjectFiles.NewName(request.Bucket, request.Key);
        await using (var file = files.Create(name))
        {
            foreach (var part in parts)
            {
                await using var from = files.OpenRead(part.File);
                await from.CopyToAsync(file, request.Aborted);
            }
        }

        var entry = new StoredEntry
        {
            Bucket = request.Bucket,
            Key = request.Key,
            File = name,
            Size = parts.Sum(part => part.Size),
            ETag = ObjectOperations.ETagOf(parts),
            LastModified = time.GetUtcNow(),
            Headers = upload.Headers,
        };
        index.Put(entry, onlyNew: false);
        uploads.End(upload);
        await WriteAsync(request.Context, Element(
            "CompleteMultipartUploadResult",
            Element("Location", $"{request.Context.Request.Scheme}://{request.Context.Request.Host}/{Signing.AwsEncoding.Encode(request.Path.TrimStart('/'), keepSlashes: true)}"),
            Element("Bucket", request.Bucket),
            Element("Key", request.Key),
            Element("ETag", Quoted(entry.ETag))));
    }

    public void Abort(S3Request request)
    {
        uploads.End(Find(request));
        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public Task ListPartsAsync(S3Request request)
    {
        var upload = Find(request);
        return WriteAsync(request.Context, Element(
            "ListPartsResult",
            Element("Bucket", request.Bucket),
            Element("Key", request.Key),
            Element("UploadId", upload.Id),
            Element("MaxParts", MaxParts),
            Element("IsTruncated", false),
            upload.Parts.Select(part => Element(
                "Part",
                Element("PartNumber", part.Number),
                Element("LastModified", Time(part.LastModified)),
                Element("ETag", Quoted(part.ETag)),
                Element("Size", part.Size)))));
    }

    public Task ListAsync(S3Request request)
    {
        var prefix = request.Value("prefix") ?? "";
        return WriteAsync(request.Context, Element(
            "ListMultipartUploadsResult",
            Element("Bucket", request.Bucket),
            Element("IsTruncated", false),
            uploads.Of(request.Bucket).Where(upload => upload.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(upload => Element(
                "Upload",
                Element("Key", upload.Key),
                Element("UploadId", upload.Id),
                Element("Initiated", Time(upload.Begun))))));
    }

    private MultipartUpload Find(S3Request request) => uploads.Find(request.Value("uploadId") ?? "", request.Bucket, request.Key);

    /// <summary>The parts that the client names: in order, each as it was uploaded, none but the last too small.</summary>
    private List<UploadedPart> Chosen(MultipartUpload upload, XElement list)
    {
        var there = upload.Parts.ToDictionary(part => part.Number);
        var chosen = new List<UploadedPart>();
        foreach (var item in list.Children("Part"))
        {
            if (!int.TryParse(item.Text("PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                throw Malformed();
            }

            if (!there.TryGetValue(number, out var part) || item.Text("ETag")?.Trim('"') != part.ETag)
            {
                throw new S3Exception(400, "InvalidPart", "One or more of the specified parts could not be found.", ("PartNumber", $"{number}"));
            }

            if (chosen.Count > 0 && chosen[^1].Number >= number)
            {
                throw new S3Exception(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
            }

            chosen.Add(part);
        }

        return chosen.Count == 0 ? throw Malformed()
            : chosen.SkipLast(1).Any(part => part.Size < options.MinPartBytes)
                ? throw new S3Exception(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            : chosen;
    }
}
