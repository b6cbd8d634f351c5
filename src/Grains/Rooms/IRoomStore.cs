using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>Where rooms are kept. Every call sees the rows of one tenant only.</summary>
public interface IRoomStore
{
    /// <summary>Reads a room and its open sessions by one round trip; null when there never was such a room.</summary>
    Task<RoomSnapshot?> LoadAsync(RoomKey key, CancellationToken cancellation);

    /// <summary>Reads one session of a room by LiveKit's room sid, ended or not; null when it is unknown.</summary>
    Task<SessionSnapshot?> FindSessionAsync(RoomKey key, string roomSid, CancellationToken cancellation);

    /// <summary>
    /// Writes a room whose row is at version <c>record.Version - 1</c> (0: there is none).
    /// </summary>
    /// <returns>False when the row is at another version: somebody else changed it.</returns>
    Task<bool> SaveAsync(RoomRecord record, CancellationToken cancellation);

    /// <summary>Writes who is kept out of a room, in place of what was written of the same identity before.</summary>
    Task SaveBanAsync(RoomKey key, RoomBan ban, CancellationToken cancellation);

    /// <summary>Lets one identity in again, or with null everybody.</summary>
    Task DeleteBansAsync(RoomKey key, string? identity, CancellationToken cancellation);

    /// <summary>Connected milliseconds of the billed classes that the roll-ups have of a room in a period: of whoever has left.</summary>
    Task<long> ReadUsageAsync(RoomKey key, UsagePeriod period, CancellationToken cancellation);

    /// <summary>Lists rooms that are not deleted, newest first.</summary>
    Task<RoomPage> ListAsync(RoomListQuery query, CancellationToken cancellation);
}
