using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>
/// A <see cref="LeasedBucket"/> with what it needs of the world: a clock, the limit that holds now, and a loop that asks the grain for points
/// where the bucket says so. A request is decided from memory; only the first in a while waits for the grain.
/// </summary>
/// <param name="name">The limit as response fields name it.</param>
/// <param name="usual">The limit until the tenant's own is known.</param>
/// <param name="readLimit">Tells the limit that holds now, mostly from memory.</param>
/// <param name="renew">Asks the grain. Not repeated by its caller: the bucket says what to do when it failed.</param>
/// <param name="instruments">Counts the calls.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of what failed.</param>
internal sealed partial class LeasingBucket(
    string name,
    RateLimit usual,
    Func<ValueTask<RateLimit>> readLimit,
    Func<LeaseRequest, Task<Lease>> renew,
    RateLimitInstruments instruments,
    TimeProvider time,
    ILogger logger) : IThreadPoolWorkItem
{
    /// <summary>How long a request waits for the grain, before the process goes on alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How old the limit may be that a request is held to, and what the tenants' policies are cached for comes on top.</summary>
    private static readonly TimeSpan LimitAge = TimeSpan.FromSeconds(1);

    private readonly long _origin = time.GetTimestamp();
    private readonly LeasedBucket _bucket = new(usual, TimeSpan.Zero);
    private volatile RateLimitFields _fields = new(name, usual);
    private volatile CancellationTokenSource? _pause;
    private long _limitReadAt = -TimeSpan.TicksPerDay;

    public string Name => name;

    /// <summary>The fields of the limit that was last known.</summary>
    public RateLimitFields Fields => _fields;

    /// <summary>
    /// The most that can be taken at once: the processes never hold more of a limit. What costs more takes this much, so that a low limit makes
    /// calls rare, but none impossible.
    /// </summary>
    public int MostAtOnce => (int)LeaseTerms.MostOut(_fields.Limit);

    /// <summary>How long nobody has used it.</summary>
    public TimeSpan RestedFor => Now - _bucket.LastUse;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Takes points, at once where anything is known of the bucket.</summary>
    public ValueTask<Taken> TakeAsync(int points)
    {
        var taken = TryTake(points);
        return taken.Outcome == TakeOutcome.Unknown ? WaitAsync(points, taken) : new(taken);
    }

    /// <summary>The loop that asks; one at a time.</summary>
    void IThreadPoolWorkItem.Execute() => _ = AskAsync();

    private Taken TryTake(int points)
    {
        var now = Now;
        var taken = _bucket.TryTake(Math.Min(points, MostAtOnce), now);
        if (taken.Ask)
        {
            // Not on the request's own thread, which has its answer already.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (IsLimitOld(now))
        {
            _ = LookAtLimitAsync();
        }

        return taken;
    }

    private async ValueTask<Taken> WaitAsync(int points, Taken taken)
    {
        var until = Now + Patience;
        while (taken.Outcome == TakeOutcome.Unknown)
        {
            if (until - Now is { Ticks: > 0 } left)
            {
                await taken.Answer!.WaitAsync(left, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else
            {
                _bucket.GiveUpWaiting(Now);
            }

            taken = TryTake(points);
        }

        return taken;
    }

    private async Task AskAsync()
    {
        do
        {
            var pause = await AskOnceAsync();
            if (pause > TimeSpan.Zero)
            {
                var cut = new CancellationTokenSource();
                _pause = cut;
                await Task.Delay(pause, time, cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _pause = null;
            }
        }
        while (_bucket.GoesOn(Now));
    }

    private async Task<TimeSpan> AskOnceAsync()
    {
        try
        {
            await ReadLimitAsync();
            var lease = await renew(_bucket.BeginAsk(_fields.Limit, Now));
            instruments.Asked(answered: true);
            return _bucket.Apply(lease, Now);
        }
        catch (Exception fault)
        {
            // Whatever it was, requests are decided without the grain, and it is asked again.
            instruments.Asked(answered: false);
            LogOutOfReach(fault, name);
            return _bucket.Fail(Now);
        }
    }

    /// <summary>Lets one caller a second through.</summary>
    private bool IsLimitOld(TimeSpan now)
    {
        var readAt = Volatile.Read(ref _limitReadAt);
        return now.Ticks - readAt >= LimitAge.Ticks && Interlocked.CompareExchange(ref _limitReadAt, now.Ticks, readAt) == readAt;
    }

    /// <summary>A bucket with many points asks the grain seldom, and one without any pauses: a limit that changes is not to wait for either.</summary>
    private async Task LookAtLimitAsync()
    {
        await ReadLimitAsync();
        if (_fields.Limit == _bucket.Limit)
        {
            return;
        }

        if (_bucket.TryBeginAsking())
        {
            await AskAsync();
        }
        else if (_pause is { } pause)
        {
            await pause.CancelAsync();
        }
    }

    /// <summary>When it fails, or takes too long, the limit stays what it was.</summary>
    private async ValueTask ReadLimitAsync()
    {
        Volatile.Write(ref _limitReadAt, Now.Ticks);
        try
        {
            var reading = readLimit();
            var limit = reading.IsCompletedSuccessfully ? reading.Result : await reading.AsTask().WaitAsync(Patience, time);
            if (limit != _fields.Limit)
            {
                _fields = new RateLimitFields(name, limit);
            }
        }
        catch (Exception fault)
        {
            LogUnread(fault, name);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Points of the limit {Limit} could not be leased")]
    private partial void LogOutOfReach(Exception fault, string limit);

    [LoggerMessage(LogLevel.Debug, "The limit {Limit} could not be read anew")]
    private partial void LogUnread(Exception fault, string limit);
}
