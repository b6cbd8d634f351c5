using RelayKit.Access;
using RelayKit.Api.Authentication;

namespace RelayKit.Api.Access;

/// <summary>Says which scopes routes need, and lets groups of them ask for it.</summary>
internal static class ScopedRoutes
{
    /// <summary>Says which scope a call of a route needs. One that does not say cannot be built.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, Scope scope)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NeededScope(scope));

    /// <summary>Lets nobody call the routes without an API key that has the scope which the route needs. Stands before all other filters.</summary>
    public static TBuilder AskForApiKey<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        // One filter for all requests. What it needs is looked for when the route is built: only then does it know its own metadata.
        routes.Add(static endpoint => endpoint.FilterFactories.Add((factory, next) =>
        {
            var filter = factory.ApplicationServices.GetRequiredService<ApiKeyFilter>();
            var needed = NeededScope.Of(endpoint.Metadata);
            return context => filter.InvokeAsync(context, needed, next);
        }));
        return routes.WithMetadata(RequiredKey.Api);
    }
}
