namespace RelayKit.LiveKit;

/// <summary>A look at all rooms of a cluster.</summary>
/// <param name="At">When, by the clock of the LiveKit node that answered and to the second; by ours, before the call, where it does not say.</param>
/// <param name="Rooms">The rooms that live, in no order.</param>
public sealed record LiveKitRoomListing(DateTimeOffset At, IReadOnlyList<LiveKitRoom> Rooms);
