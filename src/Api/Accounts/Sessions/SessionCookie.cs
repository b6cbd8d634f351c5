using RelayKit.Accounts;

namespace RelayKit.Api.Accounts.Sessions;

/// <summary>
/// The one cookie: who is signed in. Its prefix makes browsers take it only over TLS (or from this machine), for this host and all paths;
/// scripts do not see it, and other sites' forms do not send it.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "__Host-relaykit_session";

    /// <summary>The token of a request; null when it has none.</summary>
    public static string? Of(HttpContext context) =>
        context.Request.Headers.Cookie.Count > 0 && context.Request.Cookies[Name] is { Length: > 0 } token ? token : null;

    /// <summary>Whether the token is what the request is to be judged by: a header <c>Authorization</c> goes before it.</summary>
    public static bool Decides(HttpContext context) => context.Request.Headers.Authorization.Count == 0 && Of(context) is not null;

    public static void Set(HttpContext context, string token, SessionLife life) => Append(context, token, life.Longest);

    public static void Clear(HttpContext context) => Append(context, "", TimeSpan.Zero);

    private static void Append(HttpContext context, string token, TimeSpan maxAge) => context.Response.Cookies.Append(Name, token, new CookieOptions
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    });
}
