using RelayKit.Limits;

namespace RelayKit.Billing;

/// <summary>
/// Milliseconds as whole minutes, by telescoping: what a report adds is the floor of all that was used up to it, less what the reports before it came to. So the sum of
/// the reports is the floor of the total, however the total came about, and no rounding adds up.
/// </summary>
public static class WholeMinutes
{
    /// <summary>Milliseconds in a minute.</summary>
    public const long Ms = Budget.MsPerMinute;

    /// <summary>Whole minutes in so many milliseconds; below zero too it is the floor, so that two of them differ as the minutes between do.</summary>
    public static long Floor(long ms)
    {
        var (quotient, remainder) = Math.DivRem(ms, Ms);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    /// <summary>What is to be reported next.</summary>
    /// <param name="cumulativeMs">All that was used of the period so far.</param>
    /// <param name="reported">What the reports so far come to, in minutes.</param>
    /// <returns>Minutes; below zero where less was used than was reported.</returns>
    public static long Delta(long cumulativeMs, long reported) => Floor(cumulativeMs) - reported;
}
