using RelayKit.RateLimiting;

namespace RelayKit.Bench.RateLimits;

/// <summary>Holds what was admitted against a limit.</summary>
internal static class AdmittedWindows
{
    /// <summary>How many points more than burst + rate · w were admitted in the worst window; below 0 when none had as many.</summary>
    /// <param name="admitted">When a point each was admitted, in order.</param>
    /// <param name="limit">The limit.</param>
    public static double WorstExcess(IReadOnlyList<TimeSpan> admitted, RateLimit limit)
    {
        // Of the windows that end at an admission the worst begins where least had been admitted for the time that had passed.
        var (worst, least) = ((double)-limit.Burst, double.PositiveInfinity);
        for (var i = 0; i < admitted.Count; i++)
        {
            var allowed = limit.PerSecond * admitted[i].TotalSeconds;
            least = Math.Min(least, i - allowed);
            worst = Math.Max(worst, i + 1 - allowed - least - limit.Burst);
        }

        return worst;
    }

    /// <summary>What was admitted in each whole second of a range.</summary>
    public static IReadOnlyList<int> BySecond(IEnumerable<TimeSpan> admitted, int from, int seconds)
    {
        var counts = new int[seconds];
        foreach (var second in admitted.Select(at => (int)at.TotalSeconds - from).Where(second => second >= 0 && second < seconds))
        {
            counts[second]++;
        }

        return counts;
    }
}
