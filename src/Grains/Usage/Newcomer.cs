using RelayKit.Rooms;

namespace RelayKit.Usage;

/// <summary>Somebody who is connected, by when it came.</summary>
/// <param name="Room">The room that it is in.</param>
/// <param name="LiveKitSid">LiveKit's sid of the connection.</param>
public readonly record struct Newcomer(RoomKey Room, string LiveKitSid);
