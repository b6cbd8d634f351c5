namespace RelayKit.Storage.Audit;

/// <summary>A column of the roll-ups that adds up milliseconds of participant sessions.</summary>
/// <param name="Column">Its name, the same in each table of roll-ups.</param>
/// <param name="Counts">Which participant sessions <c>p</c> it adds up, as a condition.</param>
internal sealed record RollUpMeasure(string Column, string Counts)
{
    /// <summary>
    /// All of them. A measure that the triggers learn to keep needs a line here and nothing else: it is then compared, repaired and
    /// spoken of as the others are.
    /// </summary>
    public static readonly IReadOnlyList<RollUpMeasure> All = [new("participant_ms", "true")];
}
