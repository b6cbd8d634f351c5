using System.Collections.Immutable;

namespace RelayKit.Abuse;

/// <summary>
/// What is known of a tenant's activity under one rule, and what follows from a minute of it. Kept as JSON in grain storage: members are added, never renamed.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ActivityRecord")]
internal sealed record ActivityRecord
{
    private const int MinutesInHour = 60;

    /// <summary>Hours that count as history.</summary>
    private const int HistoryHours = 7 * 24;

    /// <summary>The busiest minute of each hour of the last seven days, by hours since 1970. What was too much is in it as what was allowed.</summary>
    [Id(0)]
    public ImmutableDictionary<long, int> HourlyPeaks { get; init; } = ImmutableDictionary<long, int>.Empty;

    /// <summary>The incident that goes on; null for none.</summary>
    [Id(1)]
    public Guid? Incident { get; init; }

    /// <summary>The busiest minute before the incident began.</summary>
    [Id(2)]
    public int UsualBefore { get; init; }

    /// <summary>Until when the tenant is slowed; null when it is not.</summary>
    [Id(3)]
    public DateTimeOffset? SlowedUntil { get; init; }

    /// <summary>Minutes that were far too much since the incident began.</summary>
    [Id(4)]
    public int FarOverMinutes { get; init; }

    /// <summary>The last of them, in minutes since 1970.</summary>
    [Id(5)]
    public long LastFarOver { get; init; }

    /// <summary>Whether the incident has suspended the tenant.</summary>
    [Id(6)]
    public bool IsSuspended { get; init; }

    /// <summary>Until when the rule leaves the tenant alone; null for not at all.</summary>
    [Id(7)]
    public DateTimeOffset? ExemptUntil { get; init; }

    /// <summary>What the rule allows in a minute.</summary>
    public int Threshold(ActivityRuleOptions rule, long minute) => (int)Math.Clamp((long)Usual(minute) * rule.SlowFactor, rule.LeastPerMinute, int.MaxValue);

    /// <summary>Takes in how much there was in a minute so far.</summary>
    /// <param name="options">The figures.</param>
    /// <param name="which">The rule.</param>
    /// <param name="minute">The minute, since 1970.</param>
    /// <param name="count">How much there was in it so far.</param>
    /// <param name="now">The instant.</param>
    /// <returns>What is known now, and the stage that the tenant is to be in; null for no change.</returns>
    public (ActivityRecord Next, AbuseStage? Stage) Take(AbuseOptions options, AbuseRule which, long minute, int count, DateTimeOffset now)
    {
        if (IsSuspended)
        {
            return (this, null);
        }

        var rule = options.OfTenants(which);
        var allowed = Threshold(rule, minute);
        var next = (Incident is not null && SlowedUntil <= now ? Ended() : this).WithPeak(minute, Math.Min(count, allowed));
        if (count <= allowed || now < ExemptUntil)
        {
            return (next, null);
        }

        // The history stands still while an incident goes on, else what is too much now would be usual a moment later.
        next = next with
        {
            Incident = next.Incident ?? Guid.CreateVersion7(now),
            UsualBefore = next.Incident is null ? Usual(minute) : UsualBefore,
            SlowedUntil = now + options.SlowFor,
        };
        if (count > (long)allowed * rule.SuspendFactor && minute > next.LastFarOver)
        {
            next = next with { FarOverMinutes = next.FarOverMinutes + 1, LastFarOver = minute };
        }

        return options.Suspends && next.FarOverMinutes >= options.SuspendAfterMinutes
            ? (next with { IsSuspended = true, SlowedUntil = null }, AbuseStage.Suspended)
            : (next, AbuseStage.Slowed);
    }

    /// <summary>The operator has undone what the rule did, and it leaves the tenant alone for some time.</summary>
    public ActivityRecord Undone(DateTimeOffset exemptUntil) => Ended() with { ExemptUntil = exemptUntil };

    private ActivityRecord Ended() => this with
    {
        Incident = null,
        SlowedUntil = null,
        FarOverMinutes = 0,
        LastFarOver = 0,
        UsualBefore = 0,
        IsSuspended = false,
    };

    private int Usual(long minute)
    {
        if (Incident is not null)
        {
            return UsualBefore;
        }

        var hour = minute / MinutesInHour;
        return HourlyPeaks.Where(peak => peak.Key < hour && peak.Key >= hour - HistoryHours).Select(static peak => peak.Value).DefaultIfEmpty().Max();
    }

    private ActivityRecord WithPeak(long minute, int count)
    {
        var hour = minute / MinutesInHour;
        return HourlyPeaks.GetValueOrDefault(hour) >= count
            ? this
            : this with { HourlyPeaks = HourlyPeaks.RemoveRange(HourlyPeaks.Keys.Where(old => old < hour - HistoryHours)).SetItem(hour, count) };
    }
}
