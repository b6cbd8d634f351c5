using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Api.Hardening;

/// <summary>What the few pages of the API may do in a browser: no more than they need, and nothing that leads anywhere else.</summary>
internal static class PageSecurity
{
    private const int NonceBytes = 16;

    /// <summary>What does not follow from <c>default-src 'none'</c>.</summary>
    public const string Closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// The reference runs scripts that are in this process, reads the OpenAPI document, and calls the API it is served by. It writes its styles into the
    /// page as it goes, which no hash can foresee.
    /// </summary>
    /// <returns>The nonce that its script elements have to carry.</returns>
    public static string AllowReference(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + $"connect-src 'self'; {Closed}";
        Isolate(context);
        return nonce;
    }

    /// <summary>A page that runs nothing and has one style element.</summary>
    public static void AllowStyle(HttpContext context, string style)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{hash}'; {Closed}";
        Isolate(context);
    }

    private static void Isolate(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    }
}
