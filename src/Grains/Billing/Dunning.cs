using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>From one stage to the next. Decides, and does no I/O.</summary>
public static class Dunning
{
    /// <summary>
    /// The stage that comes now; null where the present one stays. One step at a time, and each lasts its whole time from when it was taken: who was told late,
    /// since RelayKit was away, has no less time to pay. Whoever has paid is back at once, from whichever stage.
    /// </summary>
    /// <param name="standing">The present stage.</param>
    /// <param name="isOwed">Whether a payment has failed or is overdue.</param>
    /// <param name="now">Now.</param>
    /// <param name="times">How long the stages last.</param>
    public static DunningStanding? Next(DunningStanding standing, bool isOwed, DateTimeOffset now, DunningTimes times)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(times);
        var next = (standing.Stage, isOwed) switch
        {
            (DunningStage.Active, true) => DunningStage.PastDue,
            (not DunningStage.Active, false) => DunningStage.Active,
            (DunningStage.PastDue, true) when now - standing.Since >= times.PastDue => DunningStage.Grace,
            (DunningStage.Grace, true) when now - standing.Since >= times.Grace => DunningStage.Suspended,
            _ => standing.Stage,
        };
        return next == standing.Stage ? null : new DunningStanding(next, now, standing.Number + 1);
    }

    /// <summary>When the stage changes if nobody pays; null when it does not.</summary>
    public static DateTimeOffset? ChangesAt(DunningStanding standing, DunningTimes times) => standing.Stage switch
    {
        DunningStage.PastDue => standing.Since + times.PastDue,
        DunningStage.Grace => standing.Since + times.Grace,
        _ => null,
    };

    /// <summary>What a stage stops; null for nothing.</summary>
    public static Suspension? HoldOf(DunningStanding standing, DunningTimes times) => standing.Stage switch
    {
        DunningStage.Grace => new Suspension(standing.Since, "A payment is overdue: nobody new is let in. Pay the open invoice, and it goes on at once."),
        DunningStage.Suspended => new Suspension(standing.Since, "A payment is overdue. Pay the open invoice, and it goes on at once.")
        {
            SessionsEndAt = standing.Since + times.SessionsEndAfter,
        },
        _ => null,
    };

    /// <summary>The type of the event that tells of a stage.</summary>
    public static string EventOf(DunningStage stage) => stage switch
    {
        DunningStage.PastDue => TenantEventTypes.BillingPastDue,
        DunningStage.Grace => TenantEventTypes.BillingGrace,
        DunningStage.Suspended => TenantEventTypes.BillingSuspended,
        _ => TenantEventTypes.BillingRecovered,
    };
}

/// <summary>Which stage, and since when.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Since">Since when.</param>
/// <param name="Number">How many changes there have been: what makes a change this one and no other.</param>
public sealed record DunningStanding(DunningStage Stage, DateTimeOffset Since, int Number);

/// <summary>How long the stages last.</summary>
/// <param name="PastDue">How long a payment may be overdue before nobody new is let in.</param>
/// <param name="Grace">How long nobody new is let in before the tenant is suspended.</param>
/// <param name="SessionsEndAfter">How long what goes on may go on after the suspension.</param>
public sealed record DunningTimes(TimeSpan PastDue, TimeSpan Grace, TimeSpan SessionsEndAfter);
