namespace RelayKit.Rooms.Relays;

/// <summary>The way to rooms that live on other silos, for what is received in large numbers.</summary>
public interface IRoomRelays
{
    /// <summary>
    /// Sends an event to the silo that is the room's home, together with others for the same silo.
    /// </summary>
    /// <param name="room">The room's grain.</param>
    /// <param name="roomEvent">The event.</param>
    /// <returns>
    /// Null when the room lives on this silo and is best called as it is. Else a task that never faults: the outcome, or null when
    /// the other silo gave none, and the event may or may not have been taken in.
    /// </returns>
    Task<IngestOutcome?>? TrySend(IRoomGrain room, RoomEvent roomEvent);
}
