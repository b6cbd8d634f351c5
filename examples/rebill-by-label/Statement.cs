using RelayKit.Client;

namespace RelayKit.Examples.RebillByLabel;

/// <summary>A month's usage as what each customer owes.</summary>
/// <param name="Lines">The customers in the order of their names; what belongs to nobody comes last.</param>
internal sealed record Statement(IReadOnlyList<StatementLine> Lines)
{
    /// <summary>All milliseconds: with the line that belongs to nobody, what RelayKit's own meter says.</summary>
    public long ParticipantMs => Lines.Sum(line => line.ParticipantMs);

    /// <summary>The sum of the amounts, as they are on the lines.</summary>
    public decimal Amount => Lines.Sum(line => line.Amount);

    /// <summary>Adds up usage by the values of one label.</summary>
    /// <param name="byLabel">The series, grouped by label: a participant with two labels is in the points of both.</param>
    /// <param name="label">The label's name, such as <c>customer</c>; points of other labels are left aside.</param>
    /// <param name="totalMs">The same range without grouping; what no customer has used is the difference.</param>
    /// <param name="pricePerMinute">What a participant-minute costs.</param>
    public static Statement ByLabel(IEnumerable<UsagePoint> byLabel, string label, long totalMs, decimal pricePerMinute)
    {
        var prefix = label + "=";
        return Of(
            byLabel
                .Where(point => point.Label?.StartsWith(prefix, StringComparison.Ordinal) == true)
                .Select(point => (point.Label![prefix.Length..], point.ParticipantMs)),
            totalMs,
            pricePerMinute);
    }

    /// <summary>Adds up usage by room, where each customer has a room.</summary>
    /// <param name="byRoom">The series, grouped by room.</param>
    /// <param name="totalMs">The same range without grouping.</param>
    /// <param name="pricePerMinute">What a participant-minute costs.</param>
    public static Statement ByRoom(IEnumerable<UsagePoint> byRoom, long totalMs, decimal pricePerMinute) =>
        Of(byRoom.Select(point => (point.Room ?? "", point.ParticipantMs)), totalMs, pricePerMinute);

    private static Statement Of(IEnumerable<(string Customer, long ParticipantMs)> used, long totalMs, decimal pricePerMinute)
    {
        var lines = used.GroupBy(point => point.Customer, StringComparer.Ordinal)
            .Select(customer => Line(customer.Key, customer.Sum(point => point.ParticipantMs), pricePerMinute))
            .Where(line => line.ParticipantMs > 0)
            .OrderBy(line => line.Customer, StringComparer.Ordinal)
            .ToList();
        var nobodys = totalMs - lines.Sum(line => line.ParticipantMs);
        return new Statement(nobodys > 0 ? [.. lines, Line("", nobodys, pricePerMinute)] : lines);
    }

    /// <summary>Rounded down once, as RelayKit's own invoices are: nobody pays for more than was used.</summary>
    private static StatementLine Line(string customer, long participantMs, decimal pricePerMinute) =>
        new(customer, participantMs, decimal.Floor(participantMs / 60_000m * pricePerMinute * 100) / 100);
}
