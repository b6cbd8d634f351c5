namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>
/// The arguments of the object store: <c>--s3-urls</c>, without which there is none; <c>--s3-bucket NAME</c> (repeatable), <c>--s3-region</c>,
/// <c>--s3-access-key</c> and <c>--s3-secret</c> of a key that may do everything; <c>--s3-role ARN</c> with <c>--s3-external-id</c>, which may
/// too; <c>--s3-data DIR</c>. Key and secret may come by environment (<c>LIVEKIT_S3_ACCESS_KEY</c>, <c>LIVEKIT_S3_SECRET</c>): no list of processes
/// shows it.
/// </summary>
internal sealed class ObjectStoreArguments
{
    private const string Prefix = "--s3-";

    private static readonly string[] Known = ["urls", "bucket", "region", "access-key", "secret", "role", "external-id", "data"];

    private readonly List<string> _buckets = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public ObjectStoreArguments(Func<string, string?> environment)
    {
        foreach (var (name, variable) in new[] { ("access-key", "LIVEKIT_S3_ACCESS_KEY"), ("secret", "LIVEKIT_S3_SECRET") })
        {
            if (environment(variable) is { } value)
            {
                _values[name] = value;
            }
        }
    }

    /// <summary>False when the name is none of the object store's.</summary>
    public bool TryTake(string name, string value)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !Known.Contains(name[Prefix.Length..]))
        {
            return false;
        }

        if (name == "--s3-bucket")
        {
            _buckets.Add(value);
        }
        else
        {
            _values[name[Prefix.Length..]] = value;
        }

        return true;
    }

    /// <summary>Null without <c>--s3-urls</c>.</summary>
    public ObjectStoreOptions? Options() => _values.TryGetValue("urls", out var urls)
        ? new ObjectStoreOptions
        {
            Urls = urls,
            Buckets = [.. _buckets.Select(name => new ObjectStoreBucket(name, _values.GetValueOrDefault("region", "us-east-1")))],
            Keys = [new ObjectStoreKey(_values.GetValueOrDefault("access-key", ""), _values.GetValueOrDefault("secret", ""))],
            Roles = _values.TryGetValue("role", out var arn)
                ? [new ObjectStoreRole(arn, _values.GetValueOrDefault("external-id"), [new ObjectStoreGrant(ObjectStoreActs.All)])]
                : [],
            DataDirectory = _values.GetValueOrDefault("data"),
        }
        : null;
}
