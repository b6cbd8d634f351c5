using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.Tenants;

namespace RelayKit.Api.Privacy;

/// <summary>Marks a route that a terminated tenant can no longer call.</summary>
internal sealed class RefusedWhenTerminated
{
    public static readonly RefusedWhenTerminated Instance = new();
}

/// <summary>Marks a route that changes something, and that a terminated tenant can call all the same: to take its data along, or to undo it.</summary>
internal sealed class WorksWhenTerminated
{
    public static readonly WorksWhenTerminated Instance = new();
}

/// <summary>Keeps terminated tenants to reading, exporting and undoing.</summary>
internal static class TerminatedTenants
{
    /// <summary>Lets a terminated tenant call a route that changes something.</summary>
    public static TBuilder WorksWhenTerminated<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(Privacy.WorksWhenTerminated.Instance);

    /// <summary>
    /// Refuses what changes something for a tenant that is to be deleted, within a second everywhere. Stands after what says who asks, and
    /// before what takes idempotency keys, so that a request which is refused does not take one.
    /// </summary>
    public static TBuilder RefuseTerminated<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(static endpoint => endpoint.FilterFactories.Add((factory, next) =>
        {
            // Only when the route is built is all said about it.
            if (!IsRefused(endpoint.Metadata))
            {
                return next;
            }

            var policies = factory.ApplicationServices.GetRequiredService<TenantPolicies>();
            return context => InvokeAsync(context, policies, next);
        }));
        routes.Finally(static endpoint =>
        {
            if (IsRefused(endpoint.Metadata))
            {
                endpoint.Metadata.Add(RefusedWhenTerminated.Instance);
            }
        });
        return routes;
    }

    private static bool IsRefused(IList<object> metadata) =>
        !metadata.OfType<WorksWhenTerminated>().Any()
        && metadata.OfType<IHttpMethodMetadata>().SelectMany(static route => route.HttpMethods).Any(static method => !AuditLog.AuditedRoutes.IsSafe(method));

    private static ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, TenantPolicies policies, EndpointFilterDelegate next)
    {
        var asked = policies.GetAsync(CurrentTenant.Of(context.HttpContext).Tenant);
        return asked.IsCompletedSuccessfully
            ? asked.Result.Deletion is null ? next(context) : new(Refusal())
            : WaitAsync(context, asked, next);
    }

    private static async ValueTask<object?> WaitAsync(
        EndpointFilterInvocationContext context, ValueTask<RelayKit.Tenants.TenantPolicy> asked, EndpointFilterDelegate next) =>
        (await asked).Deletion is null ? await next(context) : Refusal();

    private static ProblemResult Refusal() => new(
        ProblemKinds.TenantTerminated,
        "The tenant is to be deleted. It can be read and exported until then, and DELETE /v1/privacy/deletion undoes it.");
}
