using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>Where time that was used belongs: clipped to a period, to the millisecond.</summary>
public static class MeteredInterval
{
    /// <summary>
    /// The milliseconds of an interval that lie in a period, up to an instant. Over all periods they add up to the interval: an end of a period is the first
    /// millisecond of the next, so that none is in both and none in neither.
    /// </summary>
    /// <param name="interval">When somebody was connected.</param>
    /// <param name="period">The period.</param>
    /// <param name="upToMs">The instant, where the interval goes on.</param>
    public static long MsIn(ConnectedInterval interval, UsagePeriod period, long upToMs)
    {
        var end = Math.Min(interval.EndMs ?? Math.Max(interval.JoinedAtMs, upToMs), period.EndMs);
        return Math.Max(0, end - Math.Max(interval.JoinedAtMs, period.StartMs));
    }
}
