namespace RelayKit.Storage.Audit;

/// <summary>One thing that has to hold for the rows of a tenant.</summary>
/// <param name="Name">Short name, e.g. <c>conservation</c>.</param>
/// <param name="Meaning">What holds, in a sentence.</param>
public sealed record AuditCheck(string Name, string Meaning)
{
    /// <summary>Law 1 by the hour.</summary>
    public static readonly AuditCheck Conservation = new(
        "conservation", "hourly roll-ups equal the participant sessions clipped to each hour");

    /// <summary>Law 1 by the hour and room.</summary>
    public static readonly AuditCheck ConservationByRoom = new(
        "conservation by room", "hourly roll-ups by room equal the participant sessions clipped to each hour");

    /// <summary>Law 1 by the hour and label.</summary>
    public static readonly AuditCheck ConservationByLabel = new(
        "conservation by label", "hourly roll-ups by label equal the participant sessions that have it, clipped to each hour");

    /// <summary>No participant session outlasts its session.</summary>
    public static readonly AuditCheck EndsWithSession = new(
        "ends with the session", "nobody is connected longer than the session was");

    /// <summary>Each participant session has its session.</summary>
    public static readonly AuditCheck BelongsToSession = new(
        "belongs to a session", "every participant session lies in a session of the same room and mode");

    /// <summary>No room and no connection is kept twice.</summary>
    public static readonly AuditCheck OneRowForEachSid = new(
        "one row for each sid", "LiveKit's sids are kept once");

    /// <summary>The event log tells what the rows say, and nothing twice.</summary>
    public static readonly AuditCheck ToldOnce = new(
        "events are told once",
        "each session has one room.started, each participant session one participant.joined and, once it ended, one participant.left");

    /// <summary>The event log's numbers are whole.</summary>
    public static readonly AuditCheck Sequence = new(
        "sequence", "the event log is numbered 1 to n without a gap or a repetition, and the counter stands at n");

    /// <summary>All of them, in the order in which they are looked at.</summary>
    public static readonly IReadOnlyList<AuditCheck> All =
        [Conservation, ConservationByRoom, ConservationByLabel, EndsWithSession, BelongsToSession, OneRowForEachSid, ToldOnce, Sequence];
}
