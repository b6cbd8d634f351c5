using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Limits;
using RelayKit.RateLimiting;

namespace RelayKit.Api.Tenants;

/// <summary>A limit, and what is used of it.</summary>
/// <param name="Name"><c>participants</c>, <c>live_rooms</c>, <c>participants_per_room</c>, <c>recordings</c>, <c>streams</c>, <c>recording_minutes</c>, <c>recording_bytes</c>, <c>ingresses</c>, <c>minutes</c>, or a rate: <c>api_points_per_second</c>, <c>api_burst</c>, <c>mints_per_second</c>, <c>mint_burst</c>.</param>
/// <param name="Scope">What it counts over: <c>tenant</c> or <c>label</c>. Limits of single rooms are in the rooms themselves.</param>
/// <param name="Subject">Which label (<c>name=value</c>); null for the tenant.</param>
/// <param name="Value">The limit.</param>
/// <param name="Used">What is used of it; null where that is not counted over the tenant; of rates the field <c>RateLimit</c> of every answer says it.</param>
/// <param name="RaisedBy">Who can raise it: <c>operator</c> or <c>tenant</c>.</param>
/// <param name="Action">For <c>minutes</c>: what happens when they are used up; null for other limits.</param>
/// <param name="ReachedAt">For <c>minutes</c>: when they will be used up if nothing changes, or were; null if never.</param>
internal sealed record LimitResponse(
    string Name, string Scope, string? Subject, long Value, long? Used, string RaisedBy, string? Action, DateTimeOffset? ReachedAt)
{
    public static LimitResponse Of(ReachedLimit limit, string? action = null, DateTimeOffset? reachedAt = null)
    {
        var detail = LimitDetail.Of(limit);
        return new LimitResponse(detail.Name, detail.Scope, detail.Subject, detail.Value, detail.Used, detail.RaisedBy, action, reachedAt);
    }

    /// <summary>The tenant's rates: those that the operator has set for it, else the defaults.</summary>
    public static IEnumerable<LimitResponse> Of(RateLimitPolicy rates)
    {
        foreach (var (name, value) in new[]
        {
            (LimitNames.ApiPointsPerSecond, rates.Api.PerSecond), (LimitNames.ApiBurst, rates.Api.Burst),
            (LimitNames.MintsPerSecond, rates.Mint.PerSecond), (LimitNames.MintBurst, rates.Mint.Burst),
        })
        {
            yield return Of(new ReachedLimit(name, LimitScope.Tenant, null, value, null, LimitOwner.Operator));
        }
    }
}

/// <summary>The limits, on one page, and what calls cost.</summary>
/// <param name="Data">The limits.</param>
/// <param name="NextCursor">Always null.</param>
/// <param name="Costs">What calls cost.</param>
internal sealed record LimitsPageResponse(IReadOnlyList<LimitResponse> Data, string? NextCursor, CallCostsResponse Costs);

/// <summary>What calls cost, in points; <c>dry_run</c> costs as much as the call itself.</summary>
/// <param name="Read">A call that looks something up, or opens a stream, of the limit <c>api</c>.</param>
/// <param name="Write">A call that changes something, of the limit <c>api</c>.</param>
/// <param name="Start">A call that sets something going that works for long, of the limit <c>api</c>.</param>
/// <param name="Token">Each join token, of the limit <c>mint</c>.</param>
internal sealed record CallCostsResponse(int Read, int Write, int Start, int Token)
{
    public static readonly CallCostsResponse All = new(RouteCost.Read.Points, RouteCost.Write.Points, RouteCost.Start.Points, RouteCost.Mint.Points);
}
