using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>What whoever has a label has used in a period, live mode only: what a tenant bills its own customer for.</summary>
/// <param name="Label">The label.</param>
/// <param name="Period">The period.</param>
/// <param name="UpTo">Up to when what goes on is counted.</param>
/// <param name="Lines">By kind of participant, those without usage left out.</param>
/// <param name="Days">By day (UTC), those without usage left out: participants that are billed.</param>
public sealed record LabelStatement(
    Label Label, UsagePeriod Period, DateTimeOffset UpTo, ImmutableArray<StatementLine> Lines, ImmutableArray<StatementDay> Days)
{
    /// <summary>Milliseconds of the kinds that are billed.</summary>
    public long BilledMs => Lines.Where(static line => line.Class.IsBilled()).Sum(static line => line.Ms);

    /// <summary>The same in whole minutes, rounded down once.</summary>
    public long BilledMinutes => WholeMinutes.Floor(BilledMs);
}

/// <summary>One kind of participant.</summary>
/// <param name="Class">Which kind.</param>
/// <param name="Ms">Milliseconds.</param>
public sealed record StatementLine(ParticipantClass Class, long Ms);

/// <summary>One day.</summary>
/// <param name="Day">Which (UTC).</param>
/// <param name="Ms">Milliseconds of the kinds that are billed.</param>
public sealed record StatementDay(DateOnly Day, long Ms);
