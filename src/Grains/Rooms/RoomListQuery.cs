using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Tenants;

namespace RelayKit.Rooms;

/// <summary>Which rooms to list: newest first, or by name where a prefix is asked for.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Mode">Live or test.</param>
/// <param name="Limit">How many at most, 1 to 100.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
public sealed record RoomListQuery(TenantId Tenant, Mode Mode, int Limit, RoomCursor? After)
{
    /// <summary>Only live rooms (true) or only idle ones (false); null for both.</summary>
    public bool? Live { get; init; }

    /// <summary>Only rooms whose names begin like this; null for all.</summary>
    public string? NamePrefix { get; init; }

    /// <summary>Only rooms with this label; null for all.</summary>
    public Label? Label { get; init; }
}

/// <summary>A place in the list of rooms, in either order: behind the room with this creation time and name.</summary>
/// <param name="CreatedAt">The last room's creation.</param>
/// <param name="Name">The last room's name.</param>
public sealed record RoomCursor(DateTimeOffset CreatedAt, string Name);

/// <summary>A page of rooms.</summary>
/// <param name="Rooms">The rooms with what is going on in them.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record RoomPage(ImmutableArray<Room> Rooms, RoomCursor? Next);
