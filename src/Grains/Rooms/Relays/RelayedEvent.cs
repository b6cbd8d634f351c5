namespace RelayKit.Rooms.Relays;

/// <summary>An event on its way to its room.</summary>
/// <param name="Room">The key of the room's grain.</param>
/// <param name="Event">The event.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RelayedEvent")]
internal readonly record struct RelayedEvent([property: Id(0)] string Room, [property: Id(1)] RoomEvent Event);
