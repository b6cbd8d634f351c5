using System.Globalization;
using Microsoft.Extensions.Options;
using RelayKit.Api.Problems;
using RelayKit.Limits;

namespace RelayKit.Api.RateLimiting;

/// <summary>Limits requests without a good key by the address that they come from.</summary>
internal sealed class AddressLimiter(IOptions<RateLimitOptions> options, RateLimitInstruments instruments, TimeProvider time)
{
    private const string Name = "address";

    private readonly bool _enabled = options.Value.Enabled;
    private readonly long _origin = time.GetTimestamp();
    private readonly RateLimitFields _fields = new(Name, options.Value.Unauthenticated);
    private readonly RecentBuckets<AddressKey> _buckets = new(options.Value.Unauthenticated, options.Value.Addresses);

    /// <summary>Takes a point for a request. Null when it was there, else what to answer.</summary>
    public ProblemResult? Charge(HttpContext context)
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
