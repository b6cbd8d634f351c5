namespace RelayKit.RateLimiting;

/// <summary>
/// The true bucket and who holds how much of it. What holds at every instant, and makes the limit exact: the points in the bucket and
/// those that anybody may still spend are together at most the burst, and grow by no more than the rate. So whatever is spent in a window
/// was one of both at its beginning or has come in since: burst + rate · w at most, whichever messages were lost, late or repeated.
/// </summary>
internal sealed class LeaseBook
{
    private readonly Dictionary<Guid, Lessee> _lessees = [];
    private TokenBucket _bucket;
    private TimeSpan? _reservedUntil;

    /// <summary>When the last of those comes again who were given less than they wanted.</summary>
    private TimeSpan _lastTurn;

    /// <summary>
    /// A book after one that may have been lost: nobody knows what had been spent of its bucket, so this one was empty then and has
    /// filled since; and until the last lease of the other has run out, what it may have leased is not filled up. (Of two that were lost
    /// within that time, the first one's leases may come on top: a quarter of the burst at most.)
    /// </summary>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The instant, on the clock of all that follow.</param>
    /// <param name="lostAgo">How long ago another book may have been lost at the latest.</param>
    public LeaseBook(RateLimit limit, TimeSpan now, TimeSpan lostAgo)
    {
        _bucket = TokenBucket.Empty(limit, now - lostAgo);
        _reservedUntil = now - lostAgo + LeaseTerms.Validity;
        _lastTurn = now;
        AdvanceTo(now);
    }

    /// <summary>What the bucket may be filled to: the rest may be in somebody's hands.</summary>
    private long Ceiling => Math.Max(0, _bucket.Limit.Burst - Out - (_reservedUntil is null ? 0 : LeaseTerms.MostOut(_bucket.Limit)));

    private long Out => _lessees.Values.Sum(static lessee => lessee.Outstanding);

    /// <summary>Takes a holder's word in and leases it more.</summary>
    public Lease Renew(LeaseRequest request, TimeSpan now)
    {
        AdvanceTo(now);
        if (request.Limit != _bucket.Limit)
        {
            ChangeLimit(request.Limit);
        }

        if (!_lessees.TryGetValue(request.Holder, out var lessee))
        {
            lessee = new Lessee(request.Used);
            _lessees.Add(request.Holder, lessee);
        }
        else if (request.Version <= lessee.Version)
        {
            // Overtaken by a later one. A holder that sent another one no longer listens to the answer to this.
            return new Lease(0, LeaseTerms.Validity, LeaseTerms.SoonestReturn, _bucket.Points, _lessees.Count);
        }

        _bucket = _bucket.Put(lessee.Settle(request, now)).Trim(Ceiling);
        return Grant(lessee, request, now);
    }

    /// <summary>
    /// What others hold was leased under the old limit, and under a lower one it may be more than there is: nobody would get anything until the
    /// last of them is heard of or given up. So it counts as no more than their usual part; what they spend beyond that, within the
    /// time that their leases are good for, comes on top once.
    /// </summary>
    private void ChangeLimit(RateLimit limit)
    {
        _bucket = _bucket.WithLimit(limit);
        foreach (var lessee in _lessees.Values)
        {
            lessee.CountAtMost(LeaseTerms.UsuallyOut(limit) / _lessees.Count);
        }
    }

    private Lease Grant(Lessee lessee, LeaseRequest request, TimeSpan now)
    {
        var wanted = Math.Clamp(request.Wanted, 0, RoomFor(request));
        var granted = Math.Min(wanted, _bucket.Points);
        _bucket.TryTake(granted, out _bucket);
        lessee.Grant(granted);
        var isShort = granted < wanted || request.Held + granted < request.Needed;
        return new Lease(
            granted,
            LeaseTerms.Validity,
            isShort ? ReturnAfter(request.Needed - request.Held - granted, now) : TimeSpan.Zero,
            _bucket.Points,
            _lessees.Count);
    }

    /// <summary>How much more one may hold: an equal part of what is usually out, or what a request of its needs.</summary>
    private long RoomFor(LeaseRequest request)
    {
        var part = Math.Max(LeaseTerms.UsuallyOut(_bucket.Limit) / _lessees.Count, Math.Max(1, request.Needed));
        return Math.Max(0, Math.Min(part - request.Held, LeaseTerms.MostOut(_bucket.Limit) - Out));
    }

    /// <summary>
    /// When one comes again who wants more than there is: after all others who do, so that each in turn finds what has gathered since
    /// the one before it. None is favoured, and never more than a few points lie about that somebody wants.
    /// </summary>
    private TimeSpan ReturnAfter(long missing, TimeSpan now)
    {
        var gathering = TimeSpan.FromSeconds((double)Math.Max(LeaseTerms.ReturnPoints, missing) / _bucket.Limit.PerSecond);
        var turn = Later(now, _lastTurn) + Later(gathering, LeaseTerms.SoonestReturn);
        _lastTurn = Earlier(turn, now + LeaseTerms.LatestReturn);
        return _lastTurn - now;
    }

    /// <summary>Fills the bucket up to now, and to a higher ceiling from each instant on at which somebody's points are given up.</summary>
    private void AdvanceTo(TimeSpan now)
    {
        while (NextGivenUp() is { } end && end <= now)
        {
            _bucket = _bucket.AdvanceTo(end, Ceiling);
            _reservedUntil = _reservedUntil <= end ? null : _reservedUntil;
            foreach (var (holder, _) in _lessees.Where(lessee => lessee.Value.KeptUntil <= end))
            {
                _lessees.Remove(holder);
            }
        }

        _bucket = _bucket.AdvanceTo(now, Ceiling);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private TimeSpan? NextGivenUp()
    {
        var next = _reservedUntil;
        foreach (var lessee in _lessees.Values)
        {
            next = next < lessee.KeptUntil ? next : lessee.KeptUntil;
        }

        return next;
    }
}
