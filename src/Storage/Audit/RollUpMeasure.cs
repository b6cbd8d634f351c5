namespace RelayKit.Storage.Audit;

/// <summary>A column of the roll-ups that adds up milliseconds of participant sessions.</summary>
/// <param name="Column">Its name, the same in each table of roll-ups.</param>
/// <param name="Counts">Which participant sessions <c>p</c> it adds up, as a condition.</param>
internal sealed record RollUpMeasure(string Column, string Counts)
{
    /// <summary>Who rests on a look, of those whose leave was not told. It does without <c>evidence_of</c>, which it is to check.</summary>
    private const string Looked = "(p.end_estimated or (p.look_revision > 0 and p.join_event_id is null))";

    /// <summary>
    /// All of them. A measure that the triggers learn to keep needs a line here and nothing else: it is then compared, repaired and
    /// spoken of as the others are.
    /// </summary>
    public static readonly IReadOnlyList<RollUpMeasure> All =
    [
        new("participant_ms", "true"),
        new("reconciled_ms", $"p.leave_event_id is null and {Looked}"),
        new("presumed_ms", $"p.leave_event_id is null and not {Looked}"),
    ];
}
