using RelayKit.Rooms;

namespace RelayKit.Recordings;

/// <summary>A session whose room says that it is recorded.</summary>
/// <param name="Room">The room in LiveKit.</param>
/// <param name="Session">The session.</param>
/// <param name="StartedAtMs">When it began, Unix milliseconds.</param>
/// <param name="Cluster">The LiveKit cluster that it is on.</param>
/// <param name="Rule">How it is recorded.</param>
public sealed record RecordedSession(LiveKitRoomName Room, Guid Session, long StartedAtMs, string Cluster, RoomRecording Rule);

/// <summary>A session that goes on, that is to be recorded, and of which nothing is recorded or has been.</summary>
/// <param name="Session">The session.</param>
/// <param name="Failures">How many recordings of it have failed.</param>
/// <param name="LastFailureAt">When the last did; null for none.</param>
public sealed record UnrecordedSession(RecordedSession Session, int Failures, DateTimeOffset? LastFailureAt);
