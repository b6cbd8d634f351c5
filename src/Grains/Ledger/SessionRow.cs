namespace RelayKit.Ledger;

/// <summary>A session as the ledger keeps it: one life of a room, by LiveKit's room sid.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="LiveKitSid">LiveKit's room sid.</param>
/// <param name="Generation">The generation in the room's LiveKit name.</param>
/// <param name="StartedAtMs">When LiveKit created the room, Unix milliseconds.</param>
/// <param name="EndedAtMs">The earliest end that is known, Unix milliseconds; null while it goes on. Everybody still connected then has left then.</param>
public sealed record SessionRow(Guid Id, string LiveKitSid, int Generation, long StartedAtMs, long? EndedAtMs)
{
    /// <summary>What looks at LiveKit have added; default when none had to.</summary>
    public Sighting Looks { get; init; }

    /// <summary>The end that LiveKit has told, Unix milliseconds; null while it goes on, and where its end is an estimate.</summary>
    public long? ToldEndMs => Looks.EndEstimated ? null : EndedAtMs;

    /// <summary>This row with what a later one of the same key adds.</summary>
    public SessionRow Merge(SessionRow later)
    {
        var (ended, looks) = Sighting.Merge(EndedAtMs, Looks, later.EndedAtMs, later.Looks);
        return later with { EndedAtMs = ended, Looks = looks };
    }
}
