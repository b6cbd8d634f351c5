using Google.Protobuf;

namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>An answer, and what it lets its receiver see; null where that is nothing of who is there.</summary>
internal readonly record struct RoomAnswer(IMessage Message, Look? Look);
