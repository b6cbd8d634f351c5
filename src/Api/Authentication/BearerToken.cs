namespace RelayKit.Api.Authentication;

/// <summary>Reads <c>Authorization: Bearer …</c> (RFC 6750).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.Length > Scheme.Length && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..]
            : null;
    }
}
