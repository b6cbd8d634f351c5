namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>What becomes of a room whose name has come to life on another node.</summary>
/// <param name="Vanishes">Its node is gone: nothing is told of its end, and what is queued is lost.</param>
/// <param name="ClosesAfterMs">Else: when its node closes it, milliseconds from now.</param>
internal readonly record struct OldRoomFate(bool Vanishes, long ClosesAfterMs);
