using System.Collections.Immutable;

namespace RelayKit.Rooms;

/// <summary>What a look at a LiveKit cluster saw of one room. All instants are LiveKit's, in Unix milliseconds.</summary>
/// <param name="Cluster">The LiveKit cluster that was looked at.</param>
/// <param name="ListedAtMs">When LiveKit listed its rooms.</param>
/// <param name="PreviousMs">The look before, as far as it found this room as the ledger had it; null when there was none.</param>
/// <param name="Rooms">What LiveKit has under this room's names, the newest generation last; empty when it knows none of them.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomListing")]
public sealed record RoomListing(
    [property: Id(0)] string Cluster,
    [property: Id(1)] long ListedAtMs,
    [property: Id(2)] long? PreviousMs,
    [property: Id(3)] ImmutableArray<ListedRoom> Rooms);

/// <summary>A life of the room that LiveKit lists.</summary>
/// <param name="Generation">The generation in its LiveKit name.</param>
/// <param name="Sid">LiveKit's room sid.</param>
/// <param name="CreatedAtMs">When it began; null when LiveKit does not say.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ListedRoom")]
public sealed record ListedRoom([property: Id(0)] int Generation, [property: Id(1)] string Sid, [property: Id(2)] long? CreatedAtMs);
