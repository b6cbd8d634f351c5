using System.Globalization;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.RateLimiting;

namespace RelayKit.Api.Accounts;

/// <summary>So many attempts at once, and one more every few seconds, for each address or account, in this process.</summary>
/// <param name="name">The limit's name.</param>
/// <param name="scope">What it counts over: <c>address</c> or <c>account</c>.</param>
/// <param name="atOnce">Attempts at once.</param>
/// <param name="seconds">Seconds in which one comes back.</param>
/// <param name="capacity">How many addresses or accounts are remembered.</param>
internal sealed class AttemptLimit<TKey>(string name, string scope, int atOnce, int seconds, int capacity)
    where TKey : notnull
{
    /// <summary>A bucket gives back one point a second at the least, so its clock goes slower: a second of it is <c>seconds</c> of ours.</summary>
    private readonly RecentBuckets<TKey> _buckets = new(new RateLimit(1, atOnce), capacity);

    public string Name => name;

    /// <summary>Takes an attempt. Null when there was one, else what to answer.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="now">The instant, on a clock that never goes back.</param>
    public ProblemResult? Take(TKey key, TimeSpan now)
    {
        if (_buckets.TryTake(key, now / seconds, out var after))
        {
            return null;
        }

        var wait = RateLimitFields.RetryAfterSeconds(after.Until(1) * seconds);
        return new ProblemResult(
            ProblemKinds.RateLimited,
            string.Create(CultureInfo.InvariantCulture, $"Too many attempts in a short time. Come again in {wait} s."))
        {
            RetryAfterSeconds = wait,
            Limit = new LimitDetail(name, scope, null, atOnce, null, "operator"),
        };
    }

    /// <summary>Gives an attempt back that turned out to be somebody's who may.</summary>
    public void GiveBack(TKey key) => _buckets.GiveBack(key);
}
