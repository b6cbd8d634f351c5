namespace RelayKit.RateLimiting;

/// <summary>What a process does while the grain cannot be reached.</summary>
public sealed partial class LeasedBucket
{
    /// <summary>
    /// For so long a process admits its part of the limit by itself. It is longer than most changes of a cluster take; after that a
    /// limit that nobody can know is no reason to turn everybody away.
    /// </summary>
    public static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private TimeSpan? _outOfReachSince;
    private TokenBucket _alone;
    private TimeSpan _pause;

    /// <summary>The grain could not be asked; says how long to wait before it is asked again.</summary>
    public TimeSpan Fail(TimeSpan now)
    {
        lock (_gate)
        {
            LoseReach(now);
            var pause = _pause;
            _pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            return pause;
        }
    }

    /// <summary>The grain has been asked, but not answered for longer than a request waits.</summary>
    public void GiveUpWaiting(TimeSpan now)
    {
        lock (_gate)
        {
            // An answer may have come just now.
            if (_answer is not null)
            {
                LoseReach(now);
            }
        }
    }

    private void LoseReach(TimeSpan now)
    {
        if (_outOfReachSince is null)
        {
            // By itself with a second's worth: whoever was served a moment ago is served on. Where nobody knows how many share, half.
            var sharers = _sharers > 0 ? _sharers : 2;
            var part = new RateLimit(Math.Max(1, _limit.PerSecond / sharers), Math.Max(1, _limit.Burst / sharers));
            (_outOfReachSince, _pause) = (now, FirstPause);
            _alone = TokenBucket.Empty(part, now - Second).AdvanceTo(now);
        }

        LetGoOn();
    }

    private Taken TakeAlone(int points, TimeSpan now, TimeSpan since)
    {
        if (now - since > AloneFor)
        {
            return new(TakeOutcome.Unmetered, _limit, 0, default, MayAsk(), null);
        }

        _alone = _alone.AdvanceTo(now);
        return _alone.TryTake(points, out _alone)
            ? new(TakeOutcome.Admitted, _limit, _alone.Points, default, MayAsk(), null)
            : new(TakeOutcome.Refused, _limit, _alone.Points, _alone.Until(points), MayAsk(), null);
    }
}
