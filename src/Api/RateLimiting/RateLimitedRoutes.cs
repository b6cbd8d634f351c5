namespace RelayKit.Api.RateLimiting;

/// <summary>Says what routes cost, and lets groups of them take it.</summary>
internal static class RateLimitedRoutes
{
    /// <summary>Says what a call of a route costs. One that does not say costs a read or a write by its method, and a test fails for it.</summary>
    public static TBuilder Costs<TBuilder>(this TBuilder route, RouteCost cost)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(cost);

    /// <summary>Takes the cost of each call from the tenant's limits. Stands after what says who asks, and before what takes idempotency keys.</summary>
    public static TBuilder TakePoints<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        // One filter for all requests. Its cost is looked for when the route is built: only then does it know its own metadata.
        routes.Add(static endpoint => endpoint.FilterFactories.Add((factory, next) =>
        {
            var filter = factory.ApplicationServices.GetRequiredService<RateLimitFilter>();
            var cost = RouteCost.Of(endpoint.Metadata);
            return context => filter.InvokeAsync(context, cost, next);
        }));
        return routes;
    }

    /// <summary>Limits routes that anybody may call without a key, by address.</summary>
    public static TBuilder TakeAddressPoints<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint => endpoint.FilterFactories.Add(static (factory, next) =>
        {
            var addresses = factory.ApplicationServices.GetRequiredService<AddressLimiter>();
            return context => addresses.Charge(context.HttpContext) is { } refusal ? new(refusal) : next(context);
        }));
        return routes;
    }
}
