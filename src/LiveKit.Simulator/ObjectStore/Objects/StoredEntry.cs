namespace RelayKit.LiveKit.Simulator.ObjectStore.Objects;

/// <summary>An object: what is said of it, and the file that its bytes are in.</summary>
internal sealed record StoredEntry
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>Name of the file below the data directory: made of hashes and chance, never of the key.</summary>
    public required string File { get; init; }

    public required long Size { get; init; }

    /// <summary>Without quotation marks.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required ObjectHeaders Headers { get; init; }

    /// <summary>Checksums that came with it, by header.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();
}

/// <summary>What whoever put an object wants to be told when it is read.</summary>
/// <param name="Values">Headers by name, <c>x-amz-meta-…</c> among them.</param>
internal sealed record ObjectHeaders(IReadOnlyDictionary<string, string> Values)
{
    private static readonly string[] Kept = ["Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Expires"];

    /// <summary>Takes them from a request. Of the encodings only <c>aws-chunked</c> is the wire's and not the object's.</summary>
    public static ObjectHeaders Of(S3Request request)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Kept.Where(name => request.Header(name) is not null))
        {
            values[name] = request.Header(name)!;
        }

        var encodings = (request.Header("Content-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(encoding => encoding != "aws-chunked").ToList();
        if (encodings.Count > 0)
        {
            values["Content-Encoding"] = string.Join(',', encodings);
        }

        foreach (var name in request.Context.Request.Headers.Keys.Where(name => name.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)))
        {
            values[name.ToLowerInvariant()] = request.Header(name)!;
        }

        return new ObjectHeaders(values);
    }
}
