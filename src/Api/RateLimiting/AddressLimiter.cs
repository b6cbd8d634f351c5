using System.Globalization;
using Microsoft.Extensions.Options;
using RelayKit.Abuse;
using RelayKit.Api.Abuse;
using RelayKit.Api.Problems;
using RelayKit.Limits;

namespace RelayKit.Api.RateLimiting;

/// <summary>Limits requests without a good key by the address that they come from.</summary>
internal sealed class AddressLimiter(
    IOptions<RateLimitOptions> options, ActivityCounters counters, BlockedAddresses blocked, RateLimitInstruments instruments, TimeProvider time)
{
    private const string Name = "address";

    private readonly bool _enabled = options.Value.Enabled;
    private readonly long _origin = time.GetTimestamp();
    private readonly RateLimitFields _fields = new(Name, options.Value.Unauthenticated);
    private readonly RecentBuckets<AddressKey> _buckets = new(options.Value.Unauthenticated, options.Value.Addresses);

    /// <summary>Takes a point for a request. Null when it was there and the address is not blocked, else what to answer.</summary>
    public ProblemResult? Charge(HttpContext context) => RefuseBlocked(context) ?? ChargeLookUp(context);

    /// <summary>What to answer somebody without a good key whose address is blocked; null when it is not.</summary>
    public ProblemResult? RefuseBlocked(HttpContext context)
    {
        var key = AddressKey.Of(context.Connection.RemoteIpAddress);
        return blocked.Until(key, AbuseRule.BadKeys) is { } until ? Blocked(key, until) : null;
    }

    /// <summary>Takes a point for looking a key up, which may be a good one: so also where the address is blocked.</summary>
    public ProblemResult? ChargeLookUp(HttpContext context)
    {
        if (!_enabled)
        {
            return null;
        }

        var key = AddressKey.Of(context.Connection.RemoteIpAddress);
        var headers = context.Response.Headers;
        headers[RateLimitFields.PolicyHeader] = _fields.Policy;
        if (_buckets.TryTake(key, time.GetElapsedTime(_origin), out var after))
        {
            headers[RateLimitFields.Header] = _fields.Left(after.Points);
            return null;
        }

        var seconds = RateLimitFields.RetryAfterSeconds(after.Until(1));
        headers[RateLimitFields.Header] = _fields.Left(after.Points, seconds);
        return Refuse(key, seconds);
    }

    /// <summary>Counts a request whose key is none.</summary>
    public void CountBadKey(HttpContext context) => counters.Count(AddressKey.Of(context.Connection.RemoteIpAddress), AbuseRule.BadKeys);

    /// <summary>Counts an account that is to be made. Null when the address may make one, else what to answer.</summary>
    public ProblemResult? CountSignUp(HttpContext context)
    {
        var key = AddressKey.Of(context.Connection.RemoteIpAddress);
        counters.Count(key, AbuseRule.SignUps);
        if (blocked.Until(key, AbuseRule.SignUps) is not { } until)
        {
            return null;
        }

        instruments.Refused(LimitNames.SignUps);
        return new ProblemResult(
            ProblemKinds.AddressBlocked,
            string.Create(CultureInfo.InvariantCulture, $"From {key} too many accounts were made; none can be made from there until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}."))
        {
            RetryAfterSeconds = RateLimitFields.RetryAfterSeconds(until - time.GetUtcNow()),
        };
    }

    /// <summary>Gives the point back of a request whose key turned out to be good, or could not be looked up.</summary>
    public void GiveBack(HttpContext context)
    {
        if (_enabled)
        {
            _buckets.GiveBack(AddressKey.Of(context.Connection.RemoteIpAddress));
            context.Response.Headers.Remove(RateLimitFields.PolicyHeader);
            context.Response.Headers.Remove(RateLimitFields.Header);
        }
    }

    private ProblemResult Blocked(AddressKey key, DateTimeOffset until)
    {
        instruments.Refused(Name);
        return new ProblemResult(
            ProblemKinds.AddressBlocked,
            string.Create(CultureInfo.InvariantCulture, $"From {key} came too many keys that are none; without a good key nothing is answered until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}. A good key is let in all the while."))
        {
            RetryAfterSeconds = RateLimitFields.RetryAfterSeconds(until - time.GetUtcNow()),
        };
    }

    private ProblemResult Refuse(AddressKey key, int seconds)
    {
        instruments.Refused(Name);
        var limit = _fields.Limit;
        return new ProblemResult(
            ProblemKinds.RateLimited,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{key} may send {limit.PerSecond} requests a second without a good key, {limit.Burst} at once: send a key that is valid, or come again in {seconds} s. The operator can raise the limit."))
        {
            RetryAfterSeconds = seconds,
            Limit = new LimitDetail(LimitNames.UnauthenticatedPerSecond, Name, key.ToString(), limit.PerSecond, null, "operator"),
        };
    }
}
