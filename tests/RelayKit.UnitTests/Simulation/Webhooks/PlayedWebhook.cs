using RelayKit.Rooms;

namespace RelayKit.UnitTests.Simulation.Webhooks;

/// <summary>Something that LiveKit tells, and what has become of it.</summary>
internal sealed class PlayedWebhook(RoomKey room, RoomEvent told)
{
    public RoomKey Room { get; } = room;

    public RoomEvent Told { get; } = told;

    /// <summary>Answered 200 at least once.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Taken to be nobody's: a track's event of a session that was never heard of. Answered 200, and of no use.</summary>
    public bool IsDisowned { get; set; }

    /// <summary>Handed to a room at least once.</summary>
    public bool IsDelivered { get; set; }
}
