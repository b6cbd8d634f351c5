using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Limits;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;
using RelayKit.Limits;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Tenants;

/// <summary>A tenant's limits and what is used of them: <c>/v1/limits</c>.</summary>
internal static class LimitEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant.MapGet("/limits", ListAsync).Costs(RouteCost.Read).Needs(Scope.TenantRead).Describe(new RouteDoc(
            "listLimits",
            RouteTags.Tenant,
            "List limits and what is used of them",
            "Every limit of the tenant and its labels, on one page, with what is used of it in the key's mode and who can raise it, and what calls cost. Budgets are of live mode.")
        {
            Answers = [new(200, typeof(LimitsPageResponse), "The limits.")],
        });

    private static async Task<IResult> ListAsync(
        HttpContext context,
        TenantStandings standings,
        MediaLimits media,
        RateLimitPolicies rates,
        GrainReferences<ITenantGrain> tenants,
        GrainCalls calls)
    {
        var current = CurrentTenant.Of(context);
        var policy = await calls.RepeatableAsync(
            tenants.Get(current.Tenant.ToString()), 0, static (grain, _, _) => grain.GetPolicyAsync(), context.RequestAborted);
        var standing = await standings.GetAsync(current);
        var limits = new List<LimitResponse>();
        limits.AddRange(OfTenant(policy, standing).Concat(await media.ReadAsync(current, policy, context.RequestAborted)).Select(static limit => LimitResponse.Of(limit)));
        limits.AddRange(OfLabels(policy, standing).Select(static limit => LimitResponse.Of(limit)));
        limits.AddRange(standing.Budgets.Select(static budget => LimitResponse.Of(
            budget.Limit,
            BudgetResponse.WordOf(budget.Action),
            budget.ReachedAtMs is { } atMs ? DateTimeOffset.FromUnixTimeMilliseconds(atMs) : null)));
        if (rates.InForce(policy) is { } inForce)
        {
            limits.AddRange(LimitResponse.Of(inForce));
        }

        return Results.Json(new LimitsPageResponse(limits, null, CallCostsResponse.All), ApiJson.Default.LimitsPageResponse);
    }

    private static IEnumerable<ReachedLimit> OfTenant(TenantPolicy policy, TenantStanding standing)
    {
        foreach (var (name, used) in new (string, long?)[]
        {
            (LimitNames.Participants, standing.Participants), (LimitNames.LiveRooms, standing.LiveRooms), (LimitNames.ParticipantsPerRoom, null),
        })
        {
            if (policy.LimitOf(name) is { } limit)
            {
                yield return limit with { Used = used };
            }
        }
    }

    private static IEnumerable<ReachedLimit> OfLabels(TenantPolicy policy, TenantStanding standing)
    {
        foreach (var limit in policy.Settings.LabelLimits)
        {
            if (limit.Participants is { } most)
            {
                yield return new ReachedLimit(
                    LimitNames.Participants, LimitScope.Label, limit.Label.ToString(), most, standing.ParticipantsOf(limit.Label), LimitOwner.Tenant);
            }
        }
    }
}
