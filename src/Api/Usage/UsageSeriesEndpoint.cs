using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Description;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Bandwidth;
using RelayKit.Usage.Series;

namespace RelayKit.Api.Usage;

/// <summary>Usage over time: <c>/v1/usage/series</c>.</summary>
internal static class UsageSeriesEndpoint
{
    private static readonly RouteDoc Doc = new(
        "getUsageSeries",
        RouteTags.Usage,
        "Read usage by hour or day",
        """
        What was used in each hour or day (UTC) from `from` to `to`, to the millisecond. What goes on counts up to `as_of`, so the sum over the current
        period is what `GET /v1/usage` says at that instant, and ranges that meet add up. The first and the last bucket are cut where the range begins and
        ends; `start` and `end` say where. `participant_ms` is of the kinds that are billed, but with `group_by=kind` of each of the five. Without
        `group_by` every bucket is there, with it only those in which something was used. With `group_by=label` a participant counts under each label that it
        has and under none if it has none, so the labels of a bucket may add up to more or less than the bucket. A bucket that is over changes only when LiveKit
        tells of something late.
        """)
    {
        Query =
        [
            QueryDoc.Instant("from", "Where the range begins: a whole hour in UTC. Left out, the beginning of the current period."),
            QueryDoc.Instant("to", "Where the range ends, not included: a whole hour in UTC. Left out, the end of the current period."),
            new("granularity", "How long the buckets are. By hour a request takes up to 62 days, by day up to 366. Left out, day.") { Words = ["hour", "day"] },
            new("group_by", "By what each bucket is told apart. Left out, by nothing.") { Words = ["room", "kind", "label"] },
            new("label", "Only participants with this label, as `name=value`. Not together with `group_by=room`.") { Example = "customer=acme" },
            QueryDoc.Mode,
            new("limit", "How many points a page has at most. Left out, 1000.") { Type = "integer", Least = 1, Most = UsageSeriesRequest.MaxLimit },
            QueryDoc.Cursor,
        ],
        Answers = [new(200, typeof(UsageSeriesResponse), "A page of the series, in the order of time, then of `room`, `kind` or `label`.")],
    };

    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapGet("/usage/series", GetAsync).Costs(RouteCost.Read).Needs(Scope.UsageRead).Describe(Doc);

    private static async Task<IResult> GetAsync(HttpContext context, IUsageSeriesStore store, IBandwidthStore bandwidths, TimeProvider time)
    {
        var errors = new FieldErrors();
        var query = UsageSeriesRequest.Read(context, time.GetUtcNow(), errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var page = await store.ReadSeriesAsync(query, context.RequestAborted);
        var bandwidth = query is { Grouping: UsageGrouping.None, Label: null }
            ? await bandwidths.ReadSeriesAsync(query.Key, query.Buckets, context.RequestAborted)
            : null;
        return Results.Json(UsageSeriesResponse.Of(query, page, bandwidth), ApiJson.Default.UsageSeriesResponse);
    }
}
