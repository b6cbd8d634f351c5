namespace RelayKit.Billing;

/// <summary>
/// What becomes of a report whose outcome may be unknown. A provider (Stripe) takes an identifier once within 24 hours and perhaps twice after that, so a report
/// that it may have taken is sent again only while that holds; afterwards the provider's own sum decides whether it was taken.
/// </summary>
/// <remarks>
/// The sum can decide because reports of a tenant's meter go one at a time: every report before this one is settled, and none after it was sent. Whoever sends
/// several at once has to settle them all by hand.
/// </remarks>
public static class MeterReportRules
{
    /// <summary>How long after the first unknown attempt a report may be sent again. Four hours below the provider's 24, which no clock and no time-out uses up.</summary>
    public static readonly TimeSpan ResendWithin = TimeSpan.FromHours(20);

    /// <summary>How long after the last attempt the provider's sum can be relied on: it counts what it took within minutes, and says no time.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromHours(1);

    /// <summary>How far back usage may lie when it is sent: an hour below the provider's 35 days.</summary>
    public static readonly TimeSpan SendableWithin = TimeSpan.FromDays(35) - TimeSpan.FromHours(1);

    /// <summary>What is to be done now.</summary>
    /// <param name="report">What is known of the report.</param>
    /// <param name="sums">The sums of the report's meter, customer and period; null when they were not read yet.</param>
    /// <param name="now">Now.</param>
    public static MeterReportDecision Decide(MeterReportFacts report, MeterSums? sums, DateTimeOffset now)
    {
        if (report.FirstUnknownAt is not { } unknownSince)
        {
            return SendIfTaken(MeterReportAction.Send, report, now);
        }

        if (now - unknownSince < ResendWithin)
        {
            return SendIfTaken(MeterReportAction.Send, report, now);
        }

        var settled = (report.LastUnknownAt ?? unknownSince) + SettledAfter;
        if (sums is not { } read || read.ReadAt < settled)
        {
            return new(MeterReportAction.Wait, "its outcome is unknown, and the provider's sum has to be read first") { ReadSumsAt = settled > now ? settled : now };
        }

        var surplus = read.AtProvider - read.KnownAccepted;
        return surplus switch
        {
            _ when surplus == report.Value => new(MeterReportAction.SettleAsAccepted, "the provider's sum has it"),
            0 => SendIfTaken(MeterReportAction.SettleAsNotAccepted, report, now),
            _ => new(
                MeterReportAction.Park,
                $"the provider has {read.AtProvider}, {read.KnownAccepted} is known to be accepted, and neither with nor without this report's {report.Value} do they agree"),
        };
    }

    /// <summary>Too old to be sent is too old for any attempt: what was used has to be charged by hand.</summary>
    private static MeterReportDecision SendIfTaken(MeterReportAction action, MeterReportFacts report, DateTimeOffset now) =>
        now - report.UsedAt > SendableWithin
            ? new(MeterReportAction.Park, "the provider takes no usage from so long ago")
            : new(action, action == MeterReportAction.Send ? "it may be sent" : "the provider's sum does not have it");
}
