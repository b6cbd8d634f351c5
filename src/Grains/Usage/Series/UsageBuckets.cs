namespace RelayKit.Usage.Series;

/// <summary>
/// A range of time in buckets of one length, which begin at whole multiples of it since 1970 (UTC). The first and the last are cut where
/// the range begins and ends, so that ranges that meet add up.
/// </summary>
/// <param name="FromMs">Where the range begins, Unix milliseconds.</param>
/// <param name="ToMs">Where it ends, Unix milliseconds, not included.</param>
/// <param name="Granularity">How long each bucket is.</param>
public readonly record struct UsageBuckets(long FromMs, long ToMs, UsageGranularity Granularity)
{
    /// <summary>Milliseconds of an hour: what the roll-ups hold, and so the finest that a range can begin and end at.</summary>
    public const long HourMs = 3_600_000;

    private const long DayMs = 24 * HourMs;

    /// <summary>Milliseconds of a whole bucket.</summary>
    public long LengthMs => Granularity == UsageGranularity.Hour ? HourMs : DayMs;

    /// <summary>How many buckets there are, those that are cut included.</summary>
    public long Count => ToMs <= FromMs ? 0 : ((Floor(ToMs - 1) - Floor(FromMs)) / LengthMs) + 1;

    /// <summary>Where the whole bucket begins that holds an instant, Unix milliseconds: also before 1970.</summary>
    public long Floor(long atMs)
    {
        var over = atMs % LengthMs;
        return atMs - (over < 0 ? over + LengthMs : over);
    }

    /// <summary>Where a bucket begins within the range.</summary>
    /// <param name="floorMs">Where the whole bucket begins.</param>
    public long StartOf(long floorMs) => Math.Max(floorMs, FromMs);

    /// <summary>Where a bucket ends within the range.</summary>
    /// <param name="floorMs">Where the whole bucket begins.</param>
    public long EndOf(long floorMs) => Math.Min(floorMs + LengthMs, ToMs);
}
