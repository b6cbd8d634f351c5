using System.Collections.Immutable;
using RelayKit.Ledger;

namespace RelayKit.Rooms;

/// <summary>What a room's grain reads when it wakes.</summary>
/// <param name="Record">The room.</param>
/// <param name="OpenSessions">Its sessions that have no end yet.</param>
/// <param name="Bans">Who is kept out of it.</param>
public sealed record RoomSnapshot(RoomRecord Record, ImmutableArray<SessionSnapshot> OpenSessions, ImmutableArray<RoomBan> Bans);

/// <summary>A session and everybody who has been in it.</summary>
/// <param name="Session">The session.</param>
/// <param name="Participants">Its participants, past and present.</param>
public sealed record SessionSnapshot(SessionRow Session, ImmutableArray<ParticipantRow> Participants);
