using RelayKit.Access;
using RelayKit.Api.Access;

namespace RelayKit.Api.Accounts.Sessions;

/// <summary>Lets groups of routes be called by whoever is signed in.</summary>
internal static class SessionRoutes
{
    /// <summary>Also by whoever is signed in. Stands before what asks for a key.</summary>
    public static TBuilder TakeSessions<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint => endpoint.FilterFactories.Add((factory, next) =>
        {
            var filter = factory.ApplicationServices.GetRequiredService<SessionFilter>();
            var needed = NeededBy(endpoint);
            return context => filter.OnTenantRouteAsync(context, needed, next);
        }));
        return routes;
    }

    /// <summary>Only by whoever is signed in.</summary>
    public static TBuilder NeedSession<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint => endpoint.FilterFactories.Add((factory, next) =>
        {
            var filter = factory.ApplicationServices.GetRequiredService<SessionFilter>();
            var needed = NeededBy(endpoint);
            return context => filter.OnAccountRouteAsync(context, needed, next);
        }));
        return routes;
    }

    private static Scope? NeededBy(EndpointBuilder endpoint) => endpoint.Metadata.OfType<NeededScope>().LastOrDefault()?.Scope;
}
