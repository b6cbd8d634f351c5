namespace RelayKit.LiveKit;

/// <summary>
/// An address to stream to. Its path, query and user part carry the sender's key, so that only scheme, host, port and the first
/// step of the path may be shown: <c>rtmps://live.example.com/app/***</c>.
/// </summary>
public static class StreamUrl
{
    /// <summary>What takes the place of what may not be shown.</summary>
    public const string Mask = "***";

    /// <summary>The address without its key. What cannot be read as an address becomes the mask alone.</summary>
    public static string Redact(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            return Mask;
        }

        var start = $"{address.Scheme}://{address.Host}{(address.Port > 0 ? $":{address.Port}" : "")}";
        var steps = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return steps.Length switch
        {
            0 when address.Query.Length == 0 => start,
            > 1 => $"{start}/{steps[0]}/{Mask}",
            _ => $"{start}/{Mask}",
        };
    }
}
