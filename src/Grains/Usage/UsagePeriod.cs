namespace RelayKit.Usage;

/// <summary>A billing period: one calendar month in UTC. A session that crosses its end is split at that instant.</summary>
/// <param name="StartMs">First millisecond, Unix time.</param>
/// <param name="EndMs">First millisecond of the next period, Unix time.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.UsagePeriod")]
public readonly record struct UsagePeriod([property: Id(0)] long StartMs, [property: Id(1)] long EndMs)
{
    /// <summary>The period that holds an instant.</summary>
    public static UsagePeriod Containing(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        var start = new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return new UsagePeriod(start.ToUnixTimeMilliseconds(), start.AddMonths(1).ToUnixTimeMilliseconds());
    }
}
