using System.Collections.Concurrent;
using RelayKit.ApiKeys;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>
/// From an API key to its record, through a cache of a moment: long enough that a busy tenant does not ask PostgreSQL for each request, short enough that
/// a revoked key is dead everywhere within a second. Unknown keys are cached too. What is known is as old as the question, not as the answer: one that comes
/// so late that it tells of a time too long ago is asked for again. docs/decisions/0020 says why there is no notice of changes instead.
/// </summary>
internal sealed class ApiKeyCache(IApiKeyStore store, TimeProvider time)
{
    /// <summary>What is left of the second is for a request that was let in at the last moment.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(750);

    /// <summary>How often a key is asked for whose answers come too late, before nobody can say whether it is good.</summary>
    private const int Attempts = 5;

    /// <summary>Keys kept at most. Whoever tries keys at random does not get past the checksum, so this is far away.</summary>
    private const int MaxEntries = 100_000;

    private readonly ConcurrentDictionary<SecretHash, Entry> _entries = new();

    /// <summary>What is known of a key without asking PostgreSQL.</summary>
    /// <param name="key">The key.</param>
    /// <param name="known">What is known of it when it is good, else null.</param>
    public KeyStanding Recall(string key, out KnownKey? known)
    {
        known = null;
        if (!ApiKeySecret.IsWellFormed(key, out _))
        {
            return KeyStanding.Bad;
        }

        if (!_entries.TryGetValue(HashOf(key), out var entry))
        {
            return KeyStanding.Unheard;
        }

        if (entry.Found is not { IsValueCreated: true, Value: { IsCompleted: true } found })
        {
            return KeyStanding.Likely;
        }

        var valid = found.IsCompletedSuccessfully ? Valid(found.Result) : null;
        if (time.GetElapsedTime(entry.SinceTimestamp) >= MaxAge || !found.IsCompletedSuccessfully)
        {
            return valid is null ? KeyStanding.Unheard : KeyStanding.Likely;
        }

        known = valid;
        return valid is null ? KeyStanding.Bad : KeyStanding.Good;
    }

    /// <summary>The key's record; null when the key is unknown, revoked or expired.</summary>
    /// <exception cref="ApiKeyLookupException">PostgreSQL did not answer.</exception>
    public ValueTask<KnownKey?> FindAsync(string key)
    {
        if (!ApiKeySecret.IsWellFormed(key, out _))
        {
            return new((KnownKey?)null);
        }

        var hash = HashOf(key);
        var now = time.GetTimestamp();
        _entries.TryGetValue(hash, out var seen);
        var entry = seen;
        if (entry is null || time.GetElapsedTime(entry.SinceTimestamp, now) >= MaxAge)
        {
            entry = Ask(hash, seen, now);
        }

        return entry.Found is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } found }
            ? new(Valid(found.Result))
            : WaitAsync(hash, entry);
    }

    /// <summary>Whoever comes first asks; the others wait for the same answer.</summary>
    private Entry Ask(SecretHash hash, Entry? seen, long now)
    {
        var asked = new Entry(now, new Lazy<Task<KnownKey?>>(() => LookUpAsync(hash)));
        var entry = _entries.AddOrUpdate(hash, asked, (_, current) => ReferenceEquals(current, seen) ? asked : current);
        Trim();
        return entry;
    }

    private async Task<KnownKey?> LookUpAsync(SecretHash hash) =>
        await store.FindAsync(hash.ToBytes(), CancellationToken.None) is { } record ? new KnownKey(record) : null;

    private async ValueTask<KnownKey?> WaitAsync(SecretHash hash, Entry entry)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            KnownKey? found;
            try
            {
                found = await entry.Found.Value;
            }
            catch (Exception fault)
            {
                _entries.TryRemove(new KeyValuePair<SecretHash, Entry>(hash, entry));
                throw new ApiKeyLookupException(fault);
            }

            var now = time.GetTimestamp();
            if (time.GetElapsedTime(entry.SinceTimestamp, now) < MaxAge)
            {
                return Valid(found);
            }

            entry = Ask(hash, entry, now);
        }

        throw new ApiKeyLookupException(new TimeoutException("PostgreSQL answers too late for its answers to be of now."));
    }

    private KnownKey? Valid(KnownKey? found) => found?.HasEnded(time.GetUtcNow()) == true ? null : found;

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

    private static SecretHash HashOf(string key) => SecretHash.Of(ApiKeySecret.Hash(key));

    private sealed record Entry(long SinceTimestamp, Lazy<Task<KnownKey?>> Found);
}
