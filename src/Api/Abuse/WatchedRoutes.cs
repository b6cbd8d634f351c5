using RelayKit.Abuse;
using RelayKit.Api.Authentication;

namespace RelayKit.Api.Abuse;

/// <summary>Lets routes say that a rule about abuse looks at how often a tenant calls them.</summary>
internal static class WatchedRoutes
{
    /// <summary>Counts each call of the route for a rule, whatever comes of it: what is refused was asked for all the same.</summary>
    public static RouteHandlerBuilder IsWatchedBy(this RouteHandlerBuilder route, AbuseRule rule)
    {
        route.Add(endpoint => endpoint.Metadata.Add(new WatchedBy(rule)));
        return route;
    }

    /// <summary>Counts the calls of those routes of a group that say so. Stands after what says who asks, and before what refuses whoever asks too much.</summary>
    public static TBuilder CountActivity<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint =>
        {
            endpoint.FilterFactories.Add((factory, next) =>
            {
                // Only now does the route know its own metadata.
                if (endpoint.Metadata.OfType<WatchedBy>().SingleOrDefault() is not { } watched)
                {
                    return next;
                }

                var counters = factory.ApplicationServices.GetRequiredService<ActivityCounters>();
                return context =>
                {
                    counters.Count(CurrentTenant.Of(context.HttpContext).Tenant, watched.Rule, 1);
                    return next(context);
                };
            });
        });
        return routes;
    }

    private sealed record WatchedBy(AbuseRule Rule);
}
