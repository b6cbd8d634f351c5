using Microsoft.Extensions.Logging;

namespace RelayKit.Supabase;

/// <summary>
/// The project's public keys as they are now. They are fetched when the first is asked for, again when they are ten minutes old (nobody waits for that), and
/// when a name is not among them, then at most once a minute, however many ask. When fetching fails, those that are known go on for a day.
/// </summary>
/// <param name="fetch">Fetches them as they are sent.</param>
/// <param name="time">The clock.</param>
/// <param name="instruments">Counts.</param>
/// <param name="logger">Hears of fetches that failed.</param>
internal sealed partial class SigningKeys(
    Func<CancellationToken, Task<byte[]>> fetch, TimeProvider time, SupabaseInstruments instruments, ILogger<SigningKeys> logger)
{
    /// <summary>As long as Supabase itself says that they may be kept.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    /// <summary>How long they are gone by when no newer ones can be had. A key that was taken back lives on for as long at the most.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    /// <summary>Between two fetches while some are known.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Between two fetches while none are known.</summary>
    public static readonly TimeSpan FirstPeriod = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Known? _known;
    private long? _attemptedAt;
    private Task? _fetching;

    /// <summary>Looks a key up.</summary>
    /// <returns>The key, null where there is none of that name; and false where nobody can say.</returns>
    public async ValueTask<(SigningKey? Key, bool IsKnown)> FindAsync(string name, CancellationToken cancellation)
    {
        var known = Current();
        if (known?.Keys.Find(name) is { } key)
        {
            if (time.GetElapsedTime(known.Since) >= FreshFor)
            {
                _ = Begin(Period);
            }

            return (key, true);
        }

        if (Begin(known is null ? FirstPeriod : Period) is { } fetching)
        {
            await fetching.WaitAsync(cancellation);
            known = Current();
        }

        return (known?.Keys.Find(name), known is not null);
    }

    private Known? Current() => Volatile.Read(ref _known) is { } known && time.GetElapsedTime(known.Since) < GoodFor ? known : null;

    /// <summary>The fetch that is under way, or a new one; null where the last began too short a while ago.</summary>
    private Task? Begin(TimeSpan period)
    {
        lock (_gate)
        {
            if (_fetching is { IsCompleted: false })
            {
                return _fetching;
            }

            if (_attemptedAt is { } attempted && time.GetElapsedTime(attempted) < period)
            {
                return null;
            }

            _attemptedAt = time.GetTimestamp();
            return _fetching = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            // What is fetched says how things were when it was asked for.
            var asked = time.GetTimestamp();
            var keys = SigningKeySet.Read(await fetch(CancellationToken.None));
            Volatile.Write(ref _known, new Known(keys, asked));
            instruments.Fetched(succeeded: true);
        }
        catch (Exception fault)
        {
            instruments.Fetched(succeeded: false);
            LogFailed(fault, Current() is { } known ? (long)time.GetElapsedTime(known.Since).TotalSeconds : null);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Supabase's signing keys could not be fetched. Those that are known are {AgeSeconds} s old (null: there are none, and no token is taken)")]
    private partial void LogFailed(Exception fault, long? ageSeconds);

    /// <param name="Keys">The keys.</param>
    /// <param name="Since">When they were asked for.</param>
    private sealed record Known(SigningKeySet Keys, long Since);
}
