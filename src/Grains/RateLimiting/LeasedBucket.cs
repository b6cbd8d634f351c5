namespace RelayKit.RateLimiting;

/// <summary>
/// One process's part of a bucket: what it has leased, and what it knows of the rest. It decides at once and from memory, does no
/// I/O and reads no clock. Safe to use from many threads at once; of those who ask the grain for it there is one at a time, who does
/// in turn <see cref="BeginAsk"/>, then <see cref="Apply"/> or <see cref="Fail"/>, waits as long as that says, and asks again if
/// <see cref="GoesOn"/>.
/// </summary>
/// <param name="limit">The limit, until one is given with <see cref="BeginAsk"/>.</param>
/// <param name="now">The instant, on the clock of all that follow: one that never goes back.</param>
public sealed partial class LeasedBucket(RateLimit limit, TimeSpan now)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Guid _holder = Guid.NewGuid();
    private RateLimit _limit = limit;
    private long _version;
    private long _used;
    private long _held;
    private TimeSpan _validUntil;
    private TimeSpan _askedAt = now;
    private TimeSpan _lastUse = now;
    private bool _asking;

    /// <summary>Points that were asked of this process since it asked the grain.</summary>
    private long _demand;

    /// <summary>Of those, what waits for the grain's answer, and the dearest that waits or was refused.</summary>
    private long _waiting;
    private int _needed;
    private TaskCompletionSource? _answer;

    /// <summary>The grain is asked when no more than this is held.</summary>
    private long _askAt;

    /// <summary>Until then there is nothing to be had from the grain, by its own word.</summary>
    private TimeSpan _emptyUntil;

    /// <summary>What was left for everybody when the grain answered, and when that was.</summary>
    private long _left;
    private TimeSpan _leftAt;
    private int _sharers;

    /// <summary>When it was last used; one that rests can be dropped.</summary>
    public TimeSpan LastUse
    {
        get
        {
            lock (_gate)
            {
                return _lastUse;
            }
        }
    }

    /// <summary>The limit that the grain was last told.</summary>
    public RateLimit Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    /// <summary>Points spent of those that were leased: all that is admitted, but for what was while the grain was out of reach.</summary>
    internal long Used
    {
        get
        {
            lock (_gate)
            {
                return _used;
            }
        }
    }

    /// <summary>Asks for points. An answer <see cref="TakeOutcome.Unknown"/> is not the last word: wait, and ask again.</summary>
    /// <param name="points">How many, from 1.</param>
    /// <param name="now">The instant.</param>
    public Taken TryTake(int points, TimeSpan now)
    {
        lock (_gate)
        {
            LetExpire(now);
            _lastUse = now;
            _demand += points;
            if (_held >= points)
            {
                _held -= points;
                _used += points;
                return new(TakeOutcome.Admitted, _limit, Remaining(now), default, _held <= _askAt && now >= _emptyUntil && MayAsk(), null);
            }

            _needed = Math.Max(_needed, points);
            if (_outOfReachSince is { } since)
            {
                return TakeAlone(points, now, since);
            }

            if (now < _emptyUntil)
            {
                return Refused(points, now);
            }

            _waiting += points;
            _answer ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(TakeOutcome.Unknown, _limit, 0, default, MayAsk(), _answer.Task);
        }
    }

    /// <summary>
    /// For who has another reason to ask than a request that said so, such as a limit that has changed: whether nobody asks already. If so,
    /// the caller has to.
    /// </summary>
    public bool TryBeginAsking()
    {
        lock (_gate)
        {
            return MayAsk();
        }
    }

    /// <summary>What to say to the grain.</summary>
    /// <param name="current">The limit that holds now.</param>
    /// <param name="now">The instant.</param>
    public LeaseRequest BeginAsk(RateLimit current, TimeSpan now)
    {
        lock (_gate)
        {
            LetExpire(now);
            _limit = current;
            _held = Math.Min(_held, current.Burst);

            // Ahead for a while of what was asked for lately; of bursts that are shorter than a second, as if they had taken one. And what was
            // refused in any case, however long ago.
            var elapsed = now - _askedAt < Second ? Second : now - _askedAt;
            var ahead = Math.Min(_demand, current.Burst) * (LeaseTerms.Horizon / elapsed);
            var first = Math.Max(1, current.Burst / LeaseTerms.FirstPart);
            var wanted = Math.Max(Math.Max((long)Math.Min(ahead, current.Burst), first) + _waiting, _needed) - _held;
            var request = new LeaseRequest(_holder, ++_version, current, _used, _held, Math.Max(0, wanted), _needed);
            (_askedAt, _demand, _needed) = (now, 0, 0);
            return request;
        }
    }

    /// <summary>Takes the grain's answer in; says how long not to ask again.</summary>
    public TimeSpan Apply(Lease lease, TimeSpan now)
    {
        lock (_gate)
        {
            var validUntil = _askedAt + lease.ValidFor;
            if (now < validUntil)
            {
                LetExpire(now);
                _held += lease.Granted;
                _validUntil = validUntil;
            }

            _askAt = _held / 4;
            (_left, _leftAt, _sharers) = (lease.Left, now, Math.Max(1, lease.Sharers));
            _emptyUntil = now + lease.ComeAgainIn;
            _outOfReachSince = null;
            LetGoOn();
            return lease.ComeAgainIn;
        }
    }

    /// <summary>
    /// Whether to ask again, after the pause that <see cref="Apply"/> or <see cref="Fail"/> gave: when somebody has been refused
    /// meanwhile, or little is left. If not, the next request that needs it says so.
    /// </summary>
    public bool GoesOn(TimeSpan now)
    {
        lock (_gate)
        {
            LetExpire(now);
            _asking = _needed > 0 || (_demand > 0 && _held <= _askAt);
            if (!_asking)
            {
                // Nobody asked for anything while the grain was out of reach: whoever comes next finds out anew.
                _outOfReachSince = null;
            }

            return _asking;
        }
    }

    private Taken Refused(int points, TimeSpan now)
    {
        var part = Math.Max(1.0, (double)_limit.PerSecond / Math.Max(1, _sharers));
        var gathered = TimeSpan.FromSeconds((points - _held) / part);
        var wait = _emptyUntil - now;
        return new(TakeOutcome.Refused, _limit, _held, gathered > wait ? gathered : wait, false, null);
    }

    private bool MayAsk()
    {
        var free = !_asking;
        _asking = true;
        return free;
    }

    private void LetExpire(TimeSpan now)
    {
        if (now >= _validUntil)
        {
            _held = 0;
        }
    }

    private void LetGoOn()
    {
        _waiting = 0;
        _answer?.SetResult();
        _answer = null;
    }

    /// <summary>What is held, and this process's part of what has come in at the grain since it said what was left.</summary>
    private long Remaining(TimeSpan now)
    {
        if (now < _emptyUntil)
        {
            return _held;
        }

        var since = Math.Min((now - _leftAt).TotalSeconds, _limit.WindowSeconds) * _limit.PerSecond / Math.Max(1, _sharers);
        return Math.Min(_limit.Burst, _held + _left + (long)since);
    }
}
