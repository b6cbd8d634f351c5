using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace RelayKit.Api.Hardening;

/// <summary>
/// Fields that every answer carries: what a browser must not do with it. They are made once, and set before anything else is done, so that no answer can be
/// without them.
/// </summary>
internal sealed class SecurityHeaders
{
    private const string ReferrerPolicy = "Referrer-Policy";
    private const string ResourcePolicy = "Cross-Origin-Resource-Policy";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";

    /// <summary>An answer of the API is no page: it loads nothing, runs nothing and stands in no frame.</summary>
    private static readonly StringValues NoPage = $"default-src 'none'; {PageSecurity.Closed}";

    private readonly StringValues _transport;

    public SecurityHeaders(IOptions<HttpOptions> options)
    {
        var seconds = (long)options.Value.HstsMaxAge.TotalSeconds;
        _transport = seconds == 0 ? StringValues.Empty : string.Create(CultureInfo.InvariantCulture, $"max-age={seconds}; includeSubDomains");
    }

    /// <summary>Sets them. Also on an answer that was begun anew and has lost them.</summary>
    public void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = NoPage;
        headers[ReferrerPolicy] = NoReferrer;
        headers[ResourcePolicy] = SameOrigin;

        // Answers of the API are a tenant's own, and some hold keys and tokens: none belongs in a cache.
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            headers.CacheControl = NoStore;
        }

        if (context.Request.IsHttps && _transport.Count > 0)
        {
            headers.StrictTransportSecurity = _transport;
        }
    }
}
