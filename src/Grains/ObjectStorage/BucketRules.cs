using System.Buffers;

namespace RelayKit.ObjectStorage;

/// <summary>What the parts of a bucket's address look like. Each says what is wrong and how to mend it, completing a sentence; null when nothing is.</summary>
public static class BucketRules
{
    /// <summary>The longest endpoint.</summary>
    public const int MaxEndpointLength = 300;

    private static readonly SearchValues<char> Name = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");
    private static readonly SearchValues<char> RegionName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>S3's rules, and no name that would be read as an address.</summary>
    public static string? BucketFault(string bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        return bucket.Length is < 3 or > 63 || bucket.AsSpan().ContainsAnyExcept(Name)
            || !char.IsAsciiLetterOrDigit(bucket[0]) || !char.IsAsciiLetterOrDigit(bucket[^1])
            || bucket.Contains("..", StringComparison.Ordinal) || bucket.Contains(".-", StringComparison.Ordinal) || bucket.Contains("-.", StringComparison.Ordinal)
            || bucket.All(static letter => char.IsAsciiDigit(letter) || letter == '.')
            ? "has to be a bucket's name: 3 to 63 lower-case letters, digits, hyphens and single dots between them"
            : null;
    }

    /// <summary>The region stands in the host of AWS's addresses, so it has no dot.</summary>
    public static string? RegionFault(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return region.Length is 0 or > 40 || region.AsSpan().ContainsAnyExcept(RegionName) || region[0] == '-' || region[^1] == '-'
            ? "has to be a region's name, such as eu-central-1: lower-case letters, digits and hyphens; us-east-1 for a service without regions"
            : null;
    }

    /// <summary>A scheme, a host, a port and, as Supabase has it, a plain path; nothing that could carry a request elsewhere.</summary>
    /// <param name="endpoint">The text.</param>
    /// <param name="allowHttp">Whether it may go without TLS.</param>
    public static string? EndpointFault(string endpoint, bool allowHttp)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Length > MaxEndpointLength || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Host.Length == 0
            || endpoint.AsSpan().ContainsAnyInRange('\0', ' ') || endpoint.Contains('\\', StringComparison.Ordinal))
        {
            return "has to be an address such as https://s3.example.com";
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(allowHttp && address.Scheme == Uri.UriSchemeHttp))
        {
            return "has to begin with https://";
        }

        return address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0
            || endpoint.AsSpan(address.Scheme.Length).IndexOfAny('@', '?', '#') >= 0
            || (address.AbsolutePath != "/" && !ObjectKey.IsPath(address.AbsolutePath.AsSpan().Trim('/')))
            ? "has to be the service's address alone, without user or query, and without the bucket, which stands in a field of its own"
            : null;
    }

    /// <summary>One text for one address, however it was written: without a slash at its end.</summary>
    public static string TextOf(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }
}
