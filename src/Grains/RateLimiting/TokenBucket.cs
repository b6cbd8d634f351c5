namespace RelayKit.RateLimiting;

/// <summary>
/// A token bucket at one instant. It counts in whole units of a ten-millionth of a point: in each tick of 100 ns as many units
/// come back as its limit has points in a second, so nothing is rounded and nothing drifts, however often it is looked at.
/// </summary>
public readonly record struct TokenBucket
{
    private const long UnitsPerPoint = TimeSpan.TicksPerSecond;

    private TokenBucket(RateLimit limit, long units, TimeSpan at) => (Limit, Units, At) = (limit, units, at);

    /// <summary>What it holds at most, and how fast it fills.</summary>
    public RateLimit Limit { get; private init; }

    /// <summary>The instant, on a clock that never goes back, from any origin.</summary>
    public TimeSpan At { get; private init; }

    /// <summary>Whole points in it.</summary>
    public long Points => Units / UnitsPerPoint;

    private long Units { get; init; }

    /// <summary>A bucket that nobody has taken from.</summary>
    public static TokenBucket Full(RateLimit limit, TimeSpan now) => new(limit, limit.Burst * UnitsPerPoint, now);

    /// <summary>A bucket that begins with nothing.</summary>
    public static TokenBucket Empty(RateLimit limit, TimeSpan now) => new(limit, 0, now);

    /// <summary>The bucket later on; an instant that lies before its own changes nothing.</summary>
    public TokenBucket AdvanceTo(TimeSpan now) => AdvanceTo(now, Limit.Burst);

    /// <summary>The bucket later on, which meanwhile filled to <paramref name="ceiling"/> points at most.</summary>
    public TokenBucket AdvanceTo(TimeSpan now, long ceiling)
    {
        if (now <= At)
        {
            return this;
        }

        var missing = Math.Max(0, (ceiling * UnitsPerPoint) - Units);
        var ticks = (now - At).Ticks;

        // Compared before it is multiplied: a bucket may rest for years.
        var gained = ticks >= Divided(missing) ? missing : ticks * Limit.PerSecond;
        return this with { Units = Units + gained, At = now };
    }

    /// <summary>Takes points, all or none.</summary>
    public bool TryTake(long points, out TokenBucket after)
    {
        var enough = points * UnitsPerPoint <= Units;
        after = enough ? this with { Units = Units - (points * UnitsPerPoint) } : this;
        return enough;
    }

    /// <summary>Puts points back that were taken and not spent.</summary>
    public TokenBucket Put(long points) => this with { Units = Units + (points * UnitsPerPoint) };

    /// <summary>Without what is above <paramref name="ceiling"/> points.</summary>
    public TokenBucket Trim(long ceiling) => this with { Units = Math.Min(Units, ceiling * UnitsPerPoint) };

    /// <summary>The bucket under another limit; what it holds stays, up to the new burst.</summary>
    public TokenBucket WithLimit(RateLimit limit) => limit == Limit ? this : (this with { Limit = limit }).Trim(limit.Burst);

    /// <summary>How long after <see cref="At"/> it holds so many points, if nobody takes any; zero when it does.</summary>
    public TimeSpan Until(long points) => TimeSpan.FromTicks(Divided(Math.Max(0, (points * UnitsPerPoint) - Units)));

    /// <summary>Ticks in which so many units come back, rounded up.</summary>
    private long Divided(long units) => (units + Limit.PerSecond - 1) / Limit.PerSecond;
}
