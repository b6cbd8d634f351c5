using System.Globalization;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Bodies;
using RelayKit.LiveKit.Simulator.ObjectStore.Objects;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;
using static RelayKit.LiveKit.Simulator.ObjectStore.S3Xml;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>Listing a bucket, removing many of its objects, and looking at itself.</summary>
internal sealed class BucketOperations(ObjectIndex index)
{
    private const int MaxKeys = 1000;
    private const int MaxDeleteBytes = 4 * 1024 * 1024;
    private const string DefaultRegion = "us-east-1";

    /// <summary>Where it is; S3 says nothing for its first region.</summary>
    public static Task LocationAsync(S3Request request, ObjectStoreBucket bucket) =>
        WriteAsync(request.Context, Element("LocationConstraint", bucket.Region == DefaultRegion ? null : bucket.Region));

    /// <summary>Version 2 of listing.</summary>
    public Task ListAsync(S3Request request)
    {
        var prefix = request.Value("prefix") ?? "";
        var delimiter = request.Value("delimiter") ?? "";
        var after = ReadToken(request.Value("continuation-token")) ?? request.Value("start-after") ?? "";
        var most = ReadMaxKeys(request);
        var page = ListedPage.Of(index.List(request.Bucket), prefix, delimiter, after, most);

        string Name(string key) => request.Value("encoding-type") == "url" ? AwsEncoding.Encode(key, keepSlashes: true) : key;

        return WriteAsync(request.Context, Element(
            "ListBucketResult",
            Element("Name", request.Bucket),
            Element("Prefix", Name(prefix)),
            delimiter.Length > 0 ? Element("Delimiter", Name(delimiter)) : null,
            request.Value("start-after") is { } start ? Element("StartAfter", Name(start)) : null,
            request.Value("encoding-type") is { } encoding ? Element("EncodingType", encoding) : null,
            request.Value("continuation-token") is { } token ? Element("ContinuationToken", token) : null,
            Element("KeyCount", page.Count),
            Element("MaxKeys", most),
            Element("IsTruncated", page.Next is not null),
            page.Next is { } next ? Element("NextContinuationToken", Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(next))) : null,
            page.Objects.Select(entry => Element(
                "Contents",
                Element("Key", Name(entry.Key)),
                Element("LastModified", Time(entry.LastModified)),
                Element("ETag", Quoted(entry.ETag)),
                Element("Size", entry.Size),
                Element("StorageClass", "STANDARD"))),
            page.Prefixes.Select(common => Element("CommonPrefixes", Element("Prefix", Name(common))))));
    }

    /// <summary>Removes up to a thousand objects; each is answered by itself.</summary>
    public async Task DeleteManyAsync(S3Request request, PayloadMode mode, Caller caller)
    {
        var body = Read(await RequestBody.ReadAllAsync(request, mode, caller, MaxDeleteBytes));
        var keys = body.Children("Object").Select(item => item.Text("Key") ?? throw Malformed()).ToList();
        if (keys.Count is 0 or > MaxKeys)
        {
            throw Malformed();
        }

        var quiet = body.Text("Quiet") == "true";
        var answers = new List<object?>();
        foreach (var key in keys)
        {
            if (!caller.May(ObjectStoreActs.Delete, request.Bucket, key))
            {
                answers.Add(Element("Error", Element("Key", key), Element("Code", "AccessDenied"), Element("Message", "Access Denied")));
                continue;
            }

            index.Remove(request.Bucket, key);
            answers.Add(quiet ? null : Element("Deleted", Element("Key", key)));
        }

        await WriteAsync(request.Context, Element("DeleteResult", [.. answers]));
    }

    private static int ReadMaxKeys(S3Request request) => request.Value("max-keys") is not { } text ? MaxKeys
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Min(most, MaxKeys)
        : throw S3Exception.InvalidArgument("max-keys", "Provided max-keys not an integer or within integer range");

    private static string? ReadToken(string? token)
    {
        try
        {
            return token is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromHexString(token));
        }
        catch (FormatException)
        {
            throw S3Exception.InvalidArgument("continuation-token", "The continuation token provided is incorrect");
        }
    }
}
