namespace RelayKit.LiveKit;

/// <summary>LiveKit serves its API and its signalling on one port; operators write either scheme.</summary>
internal static class LiveKitUrl
{
    public static bool IsValid(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" or "ws" or "wss"
        && uri is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" };

    /// <summary>Whether it is one that only ever is called.</summary>
    public static bool IsValidForHttp(string url) => IsValid(url) && new Uri(url).Scheme is "http" or "https";

    /// <summary>The address for calls: ws becomes http, wss becomes https.</summary>
    public static Uri ForCalls(string url) => new(WithScheme(url, plain: "http", secure: "https"));

    /// <summary>The address for clients: http becomes ws, https becomes wss; without a slash at the end.</summary>
    public static string ForClients(string url) => WithScheme(url, plain: "ws", secure: "wss");

    private static string WithScheme(string url, string plain, string secure)
    {
        var uri = new Uri(url);
        var scheme = uri.Scheme is "https" or "wss" ? secure : plain;
        return $"{scheme}://{uri.Authority}{uri.AbsolutePath}".TrimEnd('/');
    }
}
