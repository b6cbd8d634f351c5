using RelayKit.Api.Usage;
using RelayKit.Billing;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>What whoever has a label has used in a period, live mode only.</summary>
/// <param name="Label">The label, as <c>name=value</c>.</param>
/// <param name="Month">The period: <c>2026-11</c>.</param>
/// <param name="Period">The same by its instants.</param>
/// <param name="UpTo">Up to when it holds: the period's end, or now.</param>
/// <param name="Complete">Whether the period is over.</param>
/// <param name="BilledMinutes">Whole minutes of the kinds that are billed, rounded down once.</param>
/// <param name="BilledMs">The same in milliseconds, not rounded.</param>
/// <param name="Lines">By kind of participant.</param>
/// <param name="Days">By day (UTC), of the kinds that are billed.</param>
internal sealed record StatementResponse(
    string Label,
    string Month,
    PeriodResponse Period,
    DateTimeOffset UpTo,
    bool Complete,
    long BilledMinutes,
    long BilledMs,
    IReadOnlyList<StatementLineResponse> Lines,
    IReadOnlyList<StatementDayResponse> Days)
{
    public static StatementResponse Of(LabelStatement statement) => new(
        statement.Label.ToString(),
        PeriodText.Of(statement.Period),
        InvoiceResponse.Between(statement.Period),
        statement.UpTo,
        statement.UpTo.ToUnixTimeMilliseconds() >= statement.Period.EndMs,
        statement.BilledMinutes,
        statement.BilledMs,
        [.. statement.Lines.Select(static line => new StatementLineResponse(line.Class.Word(), line.Class.IsBilled(), line.Ms))],
        [.. statement.Days.Select(static day => new StatementDayResponse(day.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), day.Ms))]);
}

/// <summary>One kind of participant.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Billed">Whether it is among those that are billed.</param>
/// <param name="ParticipantMs">Milliseconds.</param>
internal sealed record StatementLineResponse(string Kind, bool Billed, long ParticipantMs);

/// <summary>One day.</summary>
/// <param name="Day">Which (UTC): <c>2026-11-05</c>.</param>
/// <param name="ParticipantMs">Milliseconds of the kinds that are billed.</param>
internal sealed record StatementDayResponse(string Day, long ParticipantMs);
