using RelayKit.Identifiers;
using RelayKit.Rooms;

namespace RelayKit.Events;

/// <summary>Ids of what RelayKit itself decided: the same decision has the same id, however often it is told.</summary>
internal static class TenantEventIds
{
    /// <summary>The id of an event of one session.</summary>
    public static Guid Of(long atMs, string type, RoomKey room, string roomSid, string subject) =>
        FactId.Of(atMs, type, room.Tenant.Value, roomSid, subject);
}
