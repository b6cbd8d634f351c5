namespace RelayKit.Billing;

/// <summary>The words for states of reports, in rows and answers.</summary>
public static class MeterReportStates
{
    private static readonly string[] StateWords = ["accrued", "pending", "unknown", "sent", "reconciled", "refused"];

    /// <summary>The words for all states.</summary>
    public static IReadOnlyList<string> Words => StateWords;

    /// <summary>The word for a state.</summary>
    public static string Word(this MeterReportState state) => StateWords[(int)state];

    /// <summary>Reads what <see cref="Word(MeterReportState)"/> gave.</summary>
    /// <exception cref="FormatException">It is the word of no state.</exception>
    public static MeterReportState Parse(string word) =>
        Array.IndexOf(StateWords, word) is var at and >= 0 ? (MeterReportState)at : throw new FormatException($"'{word}' is no state of a report.");

    private static readonly string[] Kinds = ["usage", "credit", "cancellation"];

    /// <summary>The word for a kind.</summary>
    public static string Word(this MeterReportKind kind) => Kinds[(int)kind];

    /// <summary>Reads what <see cref="Word(MeterReportKind)"/> gave.</summary>
    /// <exception cref="FormatException">It is the word of no kind.</exception>
    public static MeterReportKind ParseKind(string word) =>
        Array.IndexOf(Kinds, word) is var at and >= 0 ? (MeterReportKind)at : throw new FormatException($"'{word}' is no kind of report.");
}
