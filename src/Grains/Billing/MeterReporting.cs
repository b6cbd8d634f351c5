namespace RelayKit.Billing;

/// <summary>Which report comes next. Decides, and does no I/O.</summary>
public static class MeterReporting
{
    /// <summary>How long after its sending a report may be taken back by a cancellation: an hour below the 24 that providers give (Stripe).</summary>
    public static readonly TimeSpan CancellableWithin = TimeSpan.FromHours(23);

    /// <summary>The report that makes the reports add up to the ledger; null when they do.</summary>
    /// <param name="history">The reports so far.</param>
    /// <param name="usage">What the ledger says of the meter.</param>
    /// <param name="now">Now.</param>
    public static MeterReport? Next(MeterHistory history, MeterStanding usage, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(usage);
        var delta = WholeMinutes.Delta(usage.CumulativeMs, history.Reported);
        if (delta == 0)
        {
            return null;
        }

        CancellableReport? cancelled = delta < 0 ? Fitting(history, -delta, now) : null;
        return new MeterReport
        {
            Meter = usage.Meter,
            Period = PeriodText.StartDay(usage.Period),
            Sequence = history.LastSequence + 1,
            Kind = delta > 0 ? MeterReportKind.Usage : cancelled is null ? MeterReportKind.Credit : MeterReportKind.Cancellation,
            Value = delta,
            CumulativeMs = usage.CumulativeMs,
            LateMs = usage.LateMs,
            At = InstantWithin(usage, now),
            CreatedAt = now,
            Cancels = cancelled?.Sequence,
            Reason = ReasonOf(history, usage, delta),
        };
    }

    /// <summary>One that came to exactly as many minutes, the newest first, while the provider can still forget it.</summary>
    private static CancellableReport? Fitting(MeterHistory history, long minutes, DateTimeOffset now)
    {
        foreach (var report in history.Cancellable)
        {
            if (report.Value == minutes && now - report.SentAt < CancellableWithin)
            {
                return report;
            }
        }

        return null;
    }

    /// <summary>
    /// Whole seconds, since providers take no less; never after the period's last, since the instant decides which period is charged, and never before its first.
    /// </summary>
    private static DateTimeOffset InstantWithin(MeterStanding usage, DateTimeOffset now)
    {
        var ms = Math.Clamp(now.ToUnixTimeMilliseconds(), usage.Period.StartMs, usage.Period.EndMs - 1);
        return DateTimeOffset.FromUnixTimeSeconds(ms / 1000);
    }

    private static string? ReasonOf(MeterHistory history, MeterStanding usage, long delta) => (delta, history.Refused, usage.LateMs) switch
    {
        ( < 0, _, < 0) => "Less was used in a period that is closed than it was billed.",
        ( < 0, _, _) => "The ledger was corrected: less was used than was reported.",
        (_, not 0, _) => "The provider refused an earlier report; its minutes are in this one.",
        (_, _, not 0) => "With usage of a period that is closed, of which RelayKit was told late.",
        _ => null,
    };
}
