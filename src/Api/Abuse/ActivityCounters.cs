using System.Collections.Concurrent;
using System.Collections.Immutable;
using RelayKit.Abuse;
using RelayKit.Api.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Api.Abuse;

/// <summary>
/// Counts, in this process and minute by minute, what rules about abuse go by. A count is one look-up and one addition; nothing waits and nothing is called.
/// </summary>
internal sealed class ActivityCounters(TimeProvider time)
{
    /// <summary>Addresses that are counted at once; of more nobody is counted until a minute is over.</summary>
    internal const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, AbuseRule Rule), MinuteCounter> _tenants = new();
    private readonly ConcurrentDictionary<(AddressKey Address, AbuseRule Rule), MinuteCounter> _addresses = new();

    private long Minute => ActivityCount.MinuteOf(time.GetUtcNow());

    /// <summary>Counts something that a tenant asks for.</summary>
    public void Count(TenantId tenant, AbuseRule rule, int count) => _tenants.GetOrAdd((tenant, rule), static _ => new MinuteCounter()).Add(Minute, count);

    /// <summary>Counts something that an address does.</summary>
    public void Count(AddressKey address, AbuseRule rule)
    {
        if (_addresses.TryGetValue((address, rule), out var counter) || _addresses.Count < MostAddresses)
        {
            (counter ?? _addresses.GetOrAdd((address, rule), static _ => new MinuteCounter())).Add(Minute, 1);
        }
    }

    /// <summary>What tenants have asked for, of those who asked for so much in this minute or the one before. Those who rest are forgotten.</summary>
    /// <param name="leastOf">From how much on a rule's count is worth a report.</param>
    public IReadOnlyList<(TenantId Tenant, ActivityCount Count)> TakeTenants(Func<AbuseRule, int> leastOf) =>
        [.. Take(_tenants, static key => key.Rule, leastOf).Select(static counted => (counted.Key.Tenant, counted.Count))];

    /// <summary>As <see cref="TakeTenants"/>, of addresses.</summary>
    public ImmutableArray<AddressCount> TakeAddresses(Func<AbuseRule, int> leastOf) =>
        [.. Take(_addresses, static key => key.Rule, leastOf).Select(static counted => new AddressCount(counted.Key.Address.ToString(), counted.Count))];

    private IEnumerable<(TKey Key, ActivityCount Count)> Take<TKey>(
        ConcurrentDictionary<TKey, MinuteCounter> counters, Func<TKey, AbuseRule> ruleOf, Func<AbuseRule, int> leastOf)
        where TKey : notnull
    {
        var now = Minute;
        foreach (var (key, counter) in counters)
        {
            var (minute, count) = counter.Read();
            if (minute < now - 1)
            {
                counters.TryRemove(key, out _);
            }
            else if (count >= leastOf(ruleOf(key)))
            {
                yield return (key, new ActivityCount(ruleOf(key), minute, count));
            }
        }
    }

    /// <summary>A minute and what was counted in it, as one number.</summary>
    private sealed class MinuteCounter
    {
        private const int CountBits = 32;

        private long _packed;

        public void Add(long minute, int count)
        {
            long before, after;
            do
            {
                before = Volatile.Read(ref _packed);
                var counted = before >> CountBits == minute ? before & uint.MaxValue : 0;
                after = (minute << CountBits) | Math.Min(counted + count, int.MaxValue);
            }
            while (Interlocked.CompareExchange(ref _packed, after, before) != before);
        }

        public (long Minute, int Count) Read()
        {
            var packed = Volatile.Read(ref _packed);
            return (packed >> CountBits, (int)(packed & uint.MaxValue));
        }
    }
}
