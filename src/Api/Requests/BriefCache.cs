using System.Collections.Concurrent;

namespace RelayKit.Api.Requests;

/// <summary>Remembers answers for a moment: whoever comes first asks, and the others wait for the same answer. A fault is not remembered.</summary>
/// <param name="ask">Finds an answer.</param>
/// <param name="maxAge">How long it holds.</param>
/// <param name="time">Says how old it is.</param>
internal sealed class BriefCache<TKey, TValue>(Func<TKey, Task<TValue>> ask, TimeSpan maxAge, TimeProvider time)
    where TKey : notnull
{
    private const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public ValueTask<TValue> GetAsync(TKey key)
    {
        var now = time.GetTimestamp();
        _entries.TryGetValue(key, out var seen);
        var entry = seen;
        if (entry is null || time.GetElapsedTime(entry.SinceTimestamp, now) >= maxAge)
        {
            entry = Ask(key, seen, now);
        }

        return entry.Found is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } found } ? new(found.Result) : WaitAsync(key, entry);
    }

    /// <summary>The answer if it is known now.</summary>
    public bool TryRecall(TKey key, out TValue? value)
    {
        value = default;
        if (!_entries.TryGetValue(key, out var entry)
            || time.GetElapsedTime(entry.SinceTimestamp) >= maxAge
            || entry.Found is not { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } found })
        {
            return false;
        }

        value = found.Result;
        return true;
    }

    public void Forget(TKey key) => _entries.TryRemove(key, out _);

    private Entry Ask(TKey key, Entry? seen, long now)
    {
        var asked = new Entry(now, new Lazy<Task<TValue>>(() => ask(key)));
        var entry = _entries.AddOrUpdate(key, asked, (_, current) => ReferenceEquals(current, seen) ? asked : current);
        if (_entries.Count > MaxEntries)
        {
            foreach (var stale in _entries.Where(e => time.GetElapsedTime(e.Value.SinceTimestamp, now) >= maxAge))
            {
                _entries.TryRemove(stale);
            }
        }

        return entry;
    }

    private async ValueTask<TValue> WaitAsync(TKey key, Entry entry)
    {
        try
        {
            return await entry.Found.Value;
        }
        catch
        {
            _entries.TryRemove(new KeyValuePair<TKey, Entry>(key, entry));
            throw;
        }
    }

    private sealed record Entry(long SinceTimestamp, Lazy<Task<TValue>> Found);
}
