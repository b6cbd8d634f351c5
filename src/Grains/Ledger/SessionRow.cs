namespace RelayKit.Ledger;

/// <summary>A session as the ledger keeps it: one life of a room, by LiveKit's room sid.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="LiveKitSid">LiveKit's room sid.</param>
/// <param name="Generation">The generation in the room's LiveKit name.</param>
/// <param name="StartedAtMs">When LiveKit created the room, Unix milliseconds.</param>
/// <param name="EndedAtMs">The earliest end that is known, Unix milliseconds; null while it goes on. Everybody still connected then has left then.</param>
public sealed record SessionRow(Guid Id, string LiveKitSid, int Generation, long StartedAtMs, long? EndedAtMs);
