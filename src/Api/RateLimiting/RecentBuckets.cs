using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>
/// A bucket for each address or account, in this process alone: whoever guesses is to be slowed down, and nobody is billed by it. So many
/// are remembered; the one that was seen longest ago makes room. Safe to use from many threads at once.
/// </summary>
/// <param name="limit">What each of them may do.</param>
/// <param name="capacity">How many are remembered.</param>
internal sealed class RecentBuckets<TKey>(RateLimit limit, int capacity)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TokenBucket Bucket)>> _byKey = [];

    /// <summary>Those seen last come first.</summary>
    private readonly LinkedList<(TKey Key, TokenBucket Bucket)> _seen = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    /// <summary>Takes a point. <paramref name="after"/> is the bucket then.</summary>
    public bool TryTake(TKey key, TimeSpan now, out TokenBucket after)
    {
        lock (_gate)
        {
            var node = Find(key, now);
            var taken = node.Value.Bucket.AdvanceTo(now).TryTake(1, out after);
            node.Value = (key, after);
            return taken;
        }
    }

    /// <summary>Gives a point back that was taken for somebody who turned out to be right.</summary>
    public void GiveBack(TKey key)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                node.Value = (key, node.Value.Bucket.Put(1).Trim(limit.Burst));
            }
        }
    }

    private LinkedListNode<(TKey Key, TokenBucket Bucket)> Find(TKey key, TimeSpan now)
    {
        if (_byKey.TryGetValue(key, out var node))
        {
            _seen.Remove(node);
        }
        else
        {
            if (_byKey.Count >= capacity)
            {
                _byKey.Remove(_seen.Last!.Value.Key);
                _seen.RemoveLast();
            }

            node = new LinkedListNode<(TKey Key, TokenBucket Bucket)>((key, TokenBucket.Full(limit, now)));
            _byKey.Add(key, node);
        }

        _seen.AddFirst(node);
        return node;
    }
}
