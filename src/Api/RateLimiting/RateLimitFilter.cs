using Microsoft.Extensions.Options;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;

namespace RelayKit.Api.RateLimiting;

/// <summary>Takes what a call costs from its tenant's limits, and from its key's own if it has one, or refuses it; every answer then says what is left.</summary>
internal sealed class RateLimitFilter(
    TenantBuckets buckets, KeyBuckets keyBuckets, IOptions<RateLimitOptions> options, RateLimitInstruments instruments)
{
    private readonly bool _enabled = options.Value.Enabled;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, RouteCost cost, EndpointFilterDelegate next)
    {
        if (!_enabled)
        {
            return next(context);
        }

        var http = context.HttpContext;
        var current = CurrentTenant.Of(http);
        var ofKey = current.Key is { RateLimit: { } limit } key ? keyBuckets.Get(key.Id, limit) : null;
        var points = new RequestPoints(http, buckets.Get(current.Tenant, cost.Limit), ofKey, cost, instruments);
        http.Features.Set(points);
        var taking = points.TakeAsync();
        return !taking.IsCompletedSuccessfully ? WaitAsync(context, next, taking) : taking.Result is { } refusal ? new(refusal) : next(context);
    }

    private static async ValueTask<object?> WaitAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, ValueTask<ProblemResult?> taking) =>
        await taking is { } refusal ? refusal : await next(context);
}
