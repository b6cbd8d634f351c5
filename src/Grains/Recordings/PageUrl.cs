namespace RelayKit.Recordings;

/// <summary>The address of a page that is recorded. Its query, fragment and user part may carry a secret, so that they are not kept.</summary>
public static class PageUrl
{
    /// <summary>The address without what may be secret in it.</summary>
    public static string Redact(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Uri.TryCreate(url, UriKind.Absolute, out var page) ? page.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "***";
    }
}
