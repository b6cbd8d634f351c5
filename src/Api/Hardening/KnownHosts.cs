using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using RelayKit.Api.Problems;

namespace RelayKit.Api.Hardening;

/// <summary>Refuses requests for a host that is not served here: a name that somebody else has pointed at the API, or an attempt to have links made of it.</summary>
internal static class KnownHosts
{
    private static readonly string[] CalledByAddress = ["/healthz", "/readyz", "/metrics", "/webhooks"];

    public static IApplicationBuilder UseKnownHosts(this IApplicationBuilder app)
    {
        var hosts = app.ApplicationServices.GetRequiredService<IOptions<HttpOptions>>().Value.Hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        if (hosts.Count == 0)
        {
            return app;
        }

        return app.Use(next => context =>
            hosts.Contains(context.Request.Host.Value ?? "") || Array.Exists(CalledByAddress, path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
                ? next(context)
                : new ProblemResult(ProblemKinds.BadRequest, "The host that the request names is not served here.").ExecuteAsync(context));
    }
}
