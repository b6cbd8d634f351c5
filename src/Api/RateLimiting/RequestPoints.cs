using System.Globalization;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Identifiers;
using RelayKit.Limits;
using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>What one request takes of a limit, and what its answer says of that.</summary>
/// <param name="context">The request.</param>
/// <param name="bucket">The tenant's limit.</param>
/// <param name="keyBucket">The limit of the key that it came with; null for most, which have none of their own.</param>
/// <param name="cost">What the route costs.</param>
/// <param name="instruments">Counts refusals.</param>
internal sealed class RequestPoints(HttpContext context, LeasingBucket bucket, LeasingBucket? keyBucket, RouteCost cost, RateLimitInstruments instruments)
{
    private (string? Policy, string? Left) _tenant;
    private (string? Policy, string? Left) _key;

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
        foreach (var limiting in new[] { keyBucket, bucket })
        {
            if (all > limiting?.MostAtOnce)
            {
                return new(Refuse(limiting, all, RateLimitFields.RetryAfterSeconds(default), TooManyAtOnce(limiting, all)));
            }
        }

        return TakeAsync(more, all);
    }

    private ValueTask<ProblemResult?> TakeAsync(int points, int all)
    {
        if (keyBucket is not null)
        {
            return TakeOfBothAsync(keyBucket, points, all);
        }

        var taking = bucket.TakeAsync(points);
        return taking.IsCompletedSuccessfully ? new(Conclude(bucket, ref _tenant, taking.Result, points, all)) : WaitAsync(taking, points, all);
    }

    private async ValueTask<ProblemResult?> WaitAsync(ValueTask<Taken> taking, int points, int all) =>
        Conclude(bucket, ref _tenant, await taking, points, all);

    /// <summary>Of the key's first: what a key takes too much of is not the tenant's loss.</summary>
    private async ValueTask<ProblemResult?> TakeOfBothAsync(LeasingBucket ofKey, int points, int all)
    {
        var taken = await ofKey.TakeAsync(points);
        return Conclude(ofKey, ref _key, taken, points, all) ?? await WaitAsync(bucket.TakeAsync(points), points, all);
    }

    private ProblemResult? Conclude(LeasingBucket of, ref (string? Policy, string? Left) said, Taken taken, int points, int all)
    {
        var known = of.Fields;
        var fields = known.Limit == taken.Limit ? known : new RateLimitFields(of.Name, taken.Limit);
        said.Policy = fields.Policy;
        switch (taken.Outcome)
        {
            case TakeOutcome.Admitted:
                said.Left = fields.Left(taken.Remaining);
                WriteFields();
                return null;
            case TakeOutcome.Unmetered:
                // Nobody can say what is left.
                said.Left = null;
                WriteFields();
                instruments.Unmetered(of.Name);
                return cost != RouteCost.Start ? null : new ProblemResult(
                    ProblemKinds.TemporarilyUnavailable, "The tenant's limits cannot be read just now, and what costs this much waits for them. Try again.");
            default:
                // What was taken before is spent, and the next attempt takes it again.
                var again = TimeSpan.FromSeconds((double)(all - points) / taken.Limit.PerSecond);
                var seconds = RateLimitFields.RetryAfterSeconds(taken.ComeAgainIn + again);
                said.Left = fields.Left(taken.Remaining, seconds);
                WriteFields();
                return Refuse(of, all, seconds, Text($"come again in {seconds} s"));
        }
    }

    private ProblemResult Refuse(LeasingBucket by, int all, int seconds, string advice)
    {
        instruments.Refused(by.Name);
        var limit = by.Fields.Limit;
        if (by == keyBucket)
        {
            var key = PublicId.Format(PublicId.ApiKey, CurrentTenant.Of(context).Key!.Id);
            return new ProblemResult(
                ProblemKinds.RateLimited,
                Text($"The key {key} may spend {limit.PerSecond} points a second, {limit.Burst} at once, and this call costs {all}: {advice}. Whoever manages the key can raise its limit."))
            {
                RetryAfterSeconds = seconds,
                Limit = new LimitDetail(LimitNames.ApiKeyPointsPerSecond, KeyBuckets.Name, key, limit.PerSecond, null, "tenant"),
            };
        }

        var (name, may) = cost.Limit == TenantLimit.Mint
            ? (LimitNames.MintsPerSecond, Text($"The tenant may mint {limit.PerSecond} tokens a second, {limit.Burst} at once, and asks for {all}"))
            : (LimitNames.ApiPointsPerSecond, Text($"The tenant may spend {limit.PerSecond} points a second, {limit.Burst} at once, and this call costs {all}"));
        return new ProblemResult(ProblemKinds.RateLimited, $"{may}: {advice}. The operator can raise the limit.")
        {
            RetryAfterSeconds = seconds,
            Limit = new LimitDetail(name, "tenant", null, limit.PerSecond, null, "operator"),
        };
    }

    private static string TooManyAtOnce(LeasingBucket of, int all) => Text($"{all} are never let through together; ask for {of.MostAtOnce} at most");

    private void WriteFields()
    {
        var headers = context.Response.Headers;
        headers[RateLimitFields.PolicyHeader] = Both(_tenant.Policy, _key.Policy);
        if ((_tenant.Left ?? _key.Left) is not null)
        {
            headers[RateLimitFields.Header] = Both(_tenant.Left, _key.Left);
        }
    }

    private static string? Both(string? one, string? other) => one is null ? other : other is null ? one : $"{one}, {other}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
