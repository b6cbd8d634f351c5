using System.Collections.Immutable;

namespace RelayKit.Outbox;

/// <summary>When what did not arrive is tried again. The waits grow, and each is spread a little, so that what failed together does not come back together.</summary>
/// <param name="Waits">How long after each try that failed the next one is made; after one more than these there is none.</param>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Waits)
{
    /// <summary>By how much of itself a wait may be longer.</summary>
    public const double Spread = 0.1;

    /// <summary>How often a message is tried.</summary>
    public int Attempts => Waits.Length + 1;

    /// <summary>When to try again, as the time from the end of a try on; null when that was the last.</summary>
    /// <param name="attempt">The how manieth try has failed, from 1 on.</param>
    /// <param name="notBefore">For how long the receiver asked not to be tried again; null where it asked for nothing.</param>
    /// <param name="jitter">Where in the spread, 0 to 1.</param>
    public TimeSpan? After(int attempt, TimeSpan? notBefore, double jitter)
    {
        if (attempt > Waits.Length)
        {
            return null;
        }

        var wait = Waits[Math.Max(attempt, 1) - 1];
        wait += wait * (Spread * Math.Clamp(jitter, 0, 1));
        return notBefore > wait ? notBefore : wait;
    }
}
