namespace RelayKit.Rooms;

/// <summary>
/// A room wakes at its home, which every silo can tell from the room's key and the list of silos (<see cref="RoomHome"/>). So rooms
/// are shared out evenly, also those that all wake within a second when a silo has died, and whoever takes in an event knows, without
/// asking, which silo to send it to.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomPlacement")]
internal sealed class RoomPlacement : PlacementStrategy
{
    /// <summary>All that there is to say of it.</summary>
    public static RoomPlacement Instance { get; } = new();
}
