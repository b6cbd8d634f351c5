using System.Collections.Concurrent;

namespace RelayKit.Api.RateLimiting;

/// <summary>
/// The buckets of one kind in this process. Those that rest are forgotten: their leases have run out, and what they were is the grain's
/// memory. So there are as many as were used within a minute or two.
/// </summary>
/// <param name="make">Makes a bucket.</param>
/// <param name="time">Says when to look for those that rest.</param>
internal sealed class BucketSet<TKey>(Func<TKey, LeasingBucket> make, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Longer than a lease is good for, or points would be lost with the bucket.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, LeasingBucket> _buckets = new();
    private long _sweptAt = time.GetTimestamp();

    public int Count => _buckets.Count;

    public LeasingBucket Get(TKey key) => _buckets.TryGetValue(key, out var bucket) ? bucket : Add(key);

    private LeasingBucket Add(TKey key)
    {
        var swept = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(swept) >= Rest && Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), swept) == swept)
        {
            // One that is used just now by somebody who has found it already goes on as a holder of its own.
            foreach (var rested in _buckets.Where(static found => found.Value.RestedFor >= Rest))
            {
                _buckets.TryRemove(rested);
            }
        }

        return _buckets.GetOrAdd(key, make);
    }
}
