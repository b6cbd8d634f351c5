using Microsoft.AspNetCore.Http.Features;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>A request as it came over the wire: nothing of its path or query is tidied by anybody before its signature is checked.</summary>
internal sealed class S3Request
{
    private readonly Dictionary<string, string> _values;

    private S3Request(HttpContext context, string path, List<KeyValuePair<string, string>> query, string? hostBucket)
    {
        Context = context;
        Path = path;
        Query = query;
        _values = query.GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Value, StringComparer.Ordinal);
        var rest = path.StartsWith('/') ? path[1..] : path;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        Bucket = hostBucket ?? (slash < 0 ? rest : rest[..slash]);
        Key = hostBucket is not null ? rest : slash < 0 ? "" : rest[(slash + 1)..];
    }

    public HttpContext Context { get; }

    public string Method => Context.Request.Method;

    /// <summary>The path, decoded once.</summary>
    public string Path { get; }

    /// <summary>The query, decoded, in its own order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>The bucket's name, of the host or of the path; empty for the service itself.</summary>
    public string Bucket { get; }

    /// <summary>The object's key; empty for the bucket itself.</summary>
    public string Key { get; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <exception cref="S3Exception">The path or query is no encoding of UTF-8.</exception>
    public static S3Request Read(HttpContext context, string domain)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        try
        {
            return new S3Request(
                context,
                AwsEncoding.Decode(mark < 0 ? target : target.AsSpan(0, mark)),
                mark < 0 ? [] : AwsEncoding.DecodeQuery(target[mark..]),
                HostBucket(context.Request.Host.Host, domain));
        }
        catch (FormatException broken)
        {
            throw new S3Exception(400, "InvalidURI", $"Couldn't parse the specified URI. {broken.Message}");
        }
    }

    /// <summary>The bucket that a host names: what stands before the domain.</summary>
    public static string? HostBucket(string host, string domain) =>
        host.Length > domain.Length + 1 && host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase) ? host[..^(domain.Length + 1)] : null;

    /// <summary>Whether the query has this name, with or without a value.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A value of the query; null when it has none.</summary>
    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>A header; null when it is not there.</summary>
    public string? Header(string name) =>
        Context.Request.Headers.TryGetValue(name, out var values) ? string.Join(',', values.ToArray()) : null;
}
