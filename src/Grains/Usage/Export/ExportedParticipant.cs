using RelayKit.Ledger;

namespace RelayKit.Usage.Export;

/// <summary>A participant session, and where it was.</summary>
/// <param name="Room">The tenant's name of the room.</param>
/// <param name="RoomSid">LiveKit's room sid.</param>
/// <param name="Row">The participant session.</param>
public sealed record ExportedParticipant(string Room, string RoomSid, ParticipantRow Row);
