namespace RelayKit.LiveKit;

/// <summary>
/// LiveKit's times: Unix seconds beside newer Unix milliseconds, 0 for not told; time spans in whole seconds. Egress has its own:
/// nanoseconds for both.
/// </summary>
internal static class WireTime
{
    // The years 1 to 9999, which DateTimeOffset can hold.
    private const long MinMilliseconds = -62_135_596_800_000;
    private const long MaxMilliseconds = 253_402_300_799_999;

    /// <summary>The more exact of the two, null when neither is told or the value is beyond any date.</summary>
    public static DateTimeOffset? Instant(long milliseconds, long seconds)
    {
        if (milliseconds == 0)
        {
            return seconds == 0 || Math.Abs((decimal)seconds) > MaxMilliseconds / 1000 ? null : Milliseconds(seconds * 1000);
        }

        return Milliseconds(milliseconds);
    }

    /// <summary>Nanoseconds since the Unix epoch, which reach from 1677 to 2262, to the tenth of a microsecond; null when not told.</summary>
    public static DateTimeOffset? Instant(long nanoseconds) =>
        nanoseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>A span in nanoseconds; one that is less than nothing is nothing.</summary>
    public static TimeSpan Span(long nanoseconds) => TimeSpan.FromTicks(Math.Max(0, nanoseconds) / TimeSpan.NanosecondsPerTick);

    /// <summary>Seconds for LiveKit, rounded up so that a short wait does not become the server's default, which is what 0 means.</summary>
    public static uint Seconds(TimeSpan? span, string argument)
    {
        if (span is not { } value)
        {
            return 0;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, argument);
        return (uint)Math.Min(uint.MaxValue, Math.Ceiling(value.TotalSeconds));
    }

    private static DateTimeOffset? Milliseconds(long milliseconds) =>
        milliseconds is >= MinMilliseconds and <= MaxMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
