namespace RelayKit.LiveKit;

/// <summary>A look at all rooms of a cluster.</summary>
/// <param name="At">
/// When, at the earliest: the instant of the answer by the clock of the LiveKit node that gave it, to the second, less the time that the call
/// took. By our clock where the answer has no date.
/// </param>
/// <param name="Rooms">The rooms that live, in no order.</param>
public sealed record LiveKitRoomListing(DateTimeOffset At, IReadOnlyList<LiveKitRoom> Rooms);
