namespace RelayKit.Api.Idempotency;

/// <summary>Marks a route that takes the header <c>Idempotency-Key</c>.</summary>
internal sealed class TakesIdempotencyKey
{
    public static readonly TakesIdempotencyKey Instance = new();
}

/// <summary>Lets groups of routes take idempotency keys.</summary>
internal static class IdempotencyRoutes
{
    /// <summary>
    /// Lets every POST of a group take the header; on other methods it says nothing and is not read. Filters run in the order in which a
    /// group is given them: this one stands after those that say who asks and whether they may ask now, so that a request which these
    /// refuse never takes a key.
    /// </summary>
    public static TBuilder TakeIdempotencyKeys<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint =>
        {
            if (!endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(static route => route.HttpMethods.Contains(HttpMethods.Post)))
            {
                return;
            }

            endpoint.Metadata.Add(TakesIdempotencyKey.Instance);

            // One filter for all requests; the framework's own way makes one for each.
            endpoint.FilterFactories.Add(static (factory, next) =>
            {
                var filter = factory.ApplicationServices.GetRequiredService<IdempotencyFilter>();
                return context => filter.InvokeAsync(context, next);
            });
        });
        return routes;
    }
}
