using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Webhooks;

/// <summary>One life of a room on LiveKit: what is true of it.</summary>
internal sealed class PlayedLife(RoomKey room, string sid, long createdMs)
{
    /// <summary>Long after every history.</summary>
    public const long NeverMs = long.MaxValue / 4;

    public RoomKey Room { get; } = room;

    public string Sid { get; } = sid;

    public long CreatedMs { get; } = createdMs;

    /// <summary>When LiveKit ended it, or died with it; <see cref="NeverMs"/> where it outlasts the history.</summary>
    public required long EndMs { get; init; }

    /// <summary>Its node died: from its end on nothing is told any more.</summary>
    public required bool DiedWithItsNode { get; init; }

    public List<PlayedStay> Stays { get; } = [];

    public List<PlayedWebhook> Webhooks { get; } = [];

    public PlayedWebhook? Finished { get; set; }

    public bool HasEnded => EndMs < NeverMs;

    public bool IsThere(long atMs) => CreatedMs <= atMs && atMs < EndMs;

    /// <summary>As LiveKit counts.</summary>
    public int Count(long atMs) => Stays.Count(stay => stay.IsThere(atMs) && stay.Who.Class.KeepsRoomOpen());
}
