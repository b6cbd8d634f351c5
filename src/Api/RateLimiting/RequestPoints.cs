using System.Globalization;
using RelayKit.Api.Problems;
using RelayKit.Limits;
using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>What one request takes of a limit, and what its answer says of that.</summary>
internal sealed class RequestPoints(HttpContext context, LeasingBucket bucket, RouteCost cost, RateLimitInstruments instruments)
{
    private string? _policy;
    private string? _left;

    /// <summary>Takes what the route costs. Null when it may go on, else what to answer.</summary>
    public ValueTask<ProblemResult?> TakeAsync() => TakeAsync(cost.Points, cost.Points);

    /// <summary>
    /// Takes what a request costs beyond what its route does, once its body tells. Null when it may go on, else what to answer; that must
    /// not be kept under an idempotency key, and is not.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="more">Points besides.</param>
    public static ValueTask<ProblemResult?> TakeMoreAsync(HttpContext context, int more) =>
        more > 0 && context.Features.Get<RequestPoints>() is { } points ? points.TakeMoreAsync(more) : new((ProblemResult?)null);

    /// <summary>Puts the fields on an answer that was begun anew, if the request has got as far as its limit.</summary>
    public static void WriteFields(HttpContext context) => context.Features.Get<RequestPoints>()?.WriteFields();

    private ValueTask<ProblemResult?> TakeMoreAsync(int more)
    {
        var all = cost.Points + more;
        return all > bucket.MostAtOnce ? new(Refuse(all, RateLimitFields.RetryAfterSeconds(default), TooManyAtOnce(all))) : TakeAsync(more, all);
    }

    private ValueTask<ProblemResult?> TakeAsync(int points, int all)
    {
        var taking = bucket.TakeAsync(points);
        return taking.IsCompletedSuccessfully ? new(Conclude(taking.Result, points, all)) : WaitAsync(taking, points, all);
    }

    private async ValueTask<ProblemResult?> WaitAsync(ValueTask<Taken> taking, int points, int all) => Conclude(await taking, points, all);

    private ProblemResult? Conclude(Taken taken, int points, int all)
    {
        var known = bucket.Fields;
        var fields = known.Limit == taken.Limit ? known : new RateLimitFields(bucket.Name, taken.Limit);
        _policy = fields.Policy;
        switch (taken.Outcome)
        {
            case TakeOutcome.Admitted:
                _left = fields.Left(taken.Remaining);
                WriteFields();
                return null;
            case TakeOutcome.Unmetered:
                // Nobody can say what is left.
                _left = null;
                WriteFields();
                instruments.Unmetered(bucket.Name);
                return cost != RouteCost.Start ? null : new ProblemResult(
                    ProblemKinds.TemporarilyUnavailable, "The tenant's limits cannot be read just now, and what costs this much waits for them. Try again.");
            default:
                // What was taken before is spent, and the next attempt takes it again.
                var again = TimeSpan.FromSeconds((double)(all - points) / taken.Limit.PerSecond);
                var seconds = RateLimitFields.RetryAfterSeconds(taken.ComeAgainIn + again);
                _left = fields.Left(taken.Remaining, seconds);
                WriteFields();
                return Refuse(all, seconds, Text($"come again in {seconds} s"));
        }
    }

    private ProblemResult Refuse(int all, int seconds, string advice)
    {
        instruments.Refused(bucket.Name);
        var limit = bucket.Fields.Limit;
        var (name, may) = cost.Limit == TenantLimit.Mint
            ? (LimitNames.MintsPerSecond, Text($"The tenant may mint {limit.PerSecond} tokens a second, {limit.Burst} at once, and asks for {all}"))
            : (LimitNames.ApiPointsPerSecond, Text($"The tenant may spend {limit.PerSecond} points a second, {limit.Burst} at once, and this call costs {all}"));
        return new ProblemResult(ProblemKinds.RateLimited, $"{may}: {advice}. The operator can raise the limit.")
        {
            RetryAfterSeconds = seconds,
            Limit = new LimitDetail(name, "tenant", null, limit.PerSecond, null, "operator"),
        };
    }

    private string TooManyAtOnce(int all) => Text($"{all} are never let through together; ask for {bucket.MostAtOnce} at most");

    private void WriteFields()
    {
        var headers = context.Response.Headers;
        headers[RateLimitFields.PolicyHeader] = _policy;
        if (_left is not null)
        {
            headers[RateLimitFields.Header] = _left;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
