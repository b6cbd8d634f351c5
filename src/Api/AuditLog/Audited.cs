using RelayKit.Api.Description;

namespace RelayKit.Api.AuditLog;

/// <summary>Marks a route whose calls are written into the audit log.</summary>
internal sealed class Audited
{
    public static readonly Audited Instance = new();
}

/// <summary>Lets routes be audited.</summary>
internal static class AuditedRoutes
{
    /// <summary>
    /// Writes what changes something through a route, or through any of a group, into the audit log; what only reads is not. Of a group it
    /// stands last, after what says who asks and whether they may: what these refuse has had no effect and leaves no entry.
    /// </summary>
    public static TBuilder Audited<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().All(static route => route.HttpMethods.All(IsSafe)))
            {
                return;
            }

            endpoint.Metadata.Add(AuditLog.Audited.Instance);

            // What the operation is called is known when the route is built.
            endpoint.FilterFactories.Add((factory, next) =>
            {
                var filter = factory.ApplicationServices.GetRequiredService<AuditFilter>();
                var action = endpoint.Metadata.OfType<RouteDoc>().Last().Id;
                return context => filter.InvokeAsync(context, action, next);
            });
        });
        return routes;
    }

    /// <summary>RFC 9110, section 9.2.1.</summary>
    internal static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
