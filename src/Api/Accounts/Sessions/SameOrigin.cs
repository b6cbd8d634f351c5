namespace RelayKit.Api.Accounts.Sessions;

/// <summary>
/// Whether a request that carries a cookie was made by a page of this very host. Browsers send the cookie by themselves, so a request that
/// changes something has to say where it comes from; programs that are no browsers can say so too.
/// </summary>
internal static class SameOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>Whether the method only looks.</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>
    /// At least one of <c>Sec-Fetch-Site</c> and <c>Origin</c> is there, and each that is there says so. Hosts are compared, not schemes: behind a
    /// proxy that ends TLS the API does not know its own.
    /// </summary>
    public static bool Holds(HttpRequest request)
    {
        var (site, origin) = (request.Headers[FetchSite], request.Headers.Origin);
        return (site.Count > 0 || origin.Count > 0)
            && (site.Count == 0 || (site.Count == 1 && site[0] == "same-origin"))
            && (origin.Count == 0 || (origin.Count == 1 && IsOf(origin[0], request.Host)));
    }

    private static bool IsOf(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? HttpsPort : HttpPort));
}
