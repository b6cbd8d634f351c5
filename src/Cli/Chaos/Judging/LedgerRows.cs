namespace RelayKit.Cli.Chaos.Judging;

/// <summary>A session's row.</summary>
/// <param name="Sid">LiveKit's sid of the room.</param>
/// <param name="StartedAtMs">Unix milliseconds.</param>
/// <param name="EndedAtMs">Unix milliseconds; null while it is open.</param>
/// <param name="EndEstimated">Whether looks have found the end.</param>
internal sealed record LedgerSession(string Sid, long StartedAtMs, long? EndedAtMs, bool EndEstimated);

/// <summary>A participant session's row.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="RoomSid">LiveKit's sid of the room.</param>
/// <param name="Sid">LiveKit's sid of the participant.</param>
/// <param name="Identity">Who.</param>
/// <param name="Kind">The class's word.</param>
/// <param name="JoinedAtMs">Unix milliseconds.</param>
/// <param name="EndedAtMs">Unix milliseconds, never before the join; null while it is open.</param>
/// <param name="JoinTold">Whether LiveKit's word of the join is in it.</param>
/// <param name="LeaveTold">Whether LiveKit's word of the leave is in it.</param>
/// <param name="EndEstimated">Whether looks have found the end.</param>
internal sealed record LedgerParticipant(
    Guid Tenant,
    string RoomSid,
    string Sid,
    string Identity,
    string Kind,
    long JoinedAtMs,
    long? EndedAtMs,
    bool JoinTold,
    bool LeaveTold,
    bool EndEstimated)
{
    /// <summary>What it costs so far as it has ended.</summary>
    public long Ms => (EndedAtMs ?? JoinedAtMs) - JoinedAtMs;
}

/// <summary>All rows that a run has made.</summary>
internal sealed record LedgerRows(IReadOnlyList<LedgerSession> Sessions, IReadOnlyList<LedgerParticipant> Participants);
