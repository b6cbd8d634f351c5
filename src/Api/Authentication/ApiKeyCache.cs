using System.Collections.Concurrent;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>
/// From an API key to its record, through a cache of at most a second: long enough that a busy tenant does not ask PostgreSQL
/// for each request, short enough that a revoked key is dead everywhere within a second. Unknown keys are cached too.
/// </summary>
internal sealed class ApiKeyCache(ITenantStore store, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>Keys kept at most. Whoever tries keys at random does not get past the checksum, so this is far away.</summary>
    private const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The key's record; null when the key is unknown, revoked or expired.</summary>
    /// <exception cref="ApiKeyLookupException">PostgreSQL did not answer.</exception>
    public async ValueTask<ApiKey?> FindAsync(string key)
    {
        if (!ApiKeySecret.IsWellFormed(key, out _))
        {
            return null;
        }

        var hash = ApiKeySecret.Hash(key);
        var id = Convert.ToHexString(hash);
        var now = time.GetTimestamp();
        _entries.TryGetValue(id, out var seen);
        var entry = seen;
        if (entry is null || time.GetElapsedTime(entry.SinceTimestamp, now) >= MaxAge)
        {
            // Whoever comes first asks; the others wait for the same answer.
            var asked = new Entry(now, new Lazy<Task<ApiKey?>>(() => store.FindApiKeyAsync(hash, CancellationToken.None)));
            entry = _entries.AddOrUpdate(id, asked, (_, current) => ReferenceEquals(current, seen) ? asked : current);
            Trim();
        }

        try
        {
            var found = await entry.Found.Value;
            return found?.ExpiresAt <= time.GetUtcNow() ? null : found;
        }
        catch (Exception fault)
        {
            _entries.TryRemove(new KeyValuePair<string, Entry>(id, entry));
            throw new ApiKeyLookupException(fault);
        }
    }

    private void Trim()
    {
        if (_entries.Count <= MaxEntries)
        {
            return;
        }

        var now = time.GetTimestamp();
        foreach (var stale in _entries.Where(e => time.GetElapsedTime(e.Value.SinceTimestamp, now) >= MaxAge))
        {
            _entries.TryRemove(stale);
        }
    }

    private sealed record Entry(long SinceTimestamp, Lazy<Task<ApiKey?>> Found);
}
