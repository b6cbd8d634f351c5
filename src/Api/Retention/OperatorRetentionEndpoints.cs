using System.Globalization;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Requests;
using RelayKit.Retention;

namespace RelayKit.Api.Retention;

/// <summary>What was removed since it was past its day: <c>/v1/operator/retention-runs</c>.</summary>
internal static class OperatorRetentionEndpoints
{
    private const string DayFormat = "yyyy-MM-dd";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/v1/operator/retention-runs").AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        runs.MapGet("/", ListAsync).Describe(new RouteDoc(
            "listRetentionRuns",
            RouteTags.Operator,
            "List the runs that removed what was past its day",
            "A run for each day (UTC), the last first: usage goes after 12 months, logs after 30 days.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<RetentionRunResponse>), "A page of runs.")],
        });
        runs.MapPost("/", RunAsync).Describe(new RouteDoc(
            "runRetention",
            RouteTags.Operator,
            "Remove what is past its day now",
            "Begins the run of today, as happens by itself once a day, and waits some seconds for its end. One that is done, or that somebody is at, is left "
            + "alone; with `again` one that is done is made once more.")
        {
            Body = typeof(RunRetentionRequest),
            Example = """{"again": true}""",
            Answers = [new(200, typeof(RetentionRunResponse), "The run of today as it stands.")],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, IRetentionRunStore store, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor");
        var limit = PageRequest.ReadLimit(context, errors);
        var before = PageRequest.ReadCursor(
            context,
            errors,
            static (string text, out DateOnly day) => DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day),
            DateOnly.MaxValue);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var runs = await store.ListAsync(before, limit + 1, context.RequestAborted);
        return Results.Json(
            new Page<RetentionRunResponse>(
                [.. runs.Take(limit).Select(run => RetentionRunResponse.Of(run, time.GetUtcNow()))],
                runs.Length > limit ? runs[limit - 1].Day.ToString(DayFormat, CultureInfo.InvariantCulture) : null),
            ApiJson.Default.PageRetentionRunResponse);
    }

    private static async Task<IResult> RunAsync(HttpContext context, GrainReferences<IRetentionGrain> retention, GrainCalls calls, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.RunRetentionRequest);
        if (request is null)
        {
            return problem!;
        }

        var run = await calls.RepeatableAsync(
            retention.Get(IRetentionGrain.Key), request.Again ?? false, static (grain, again, _) => grain.RunAsync(again), context.RequestAborted);
        return Results.Json(RetentionRunResponse.Of(run, time.GetUtcNow()), ApiJson.Default.RetentionRunResponse);
    }
}
