using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>One room as an answer showed it.</summary>
/// <param name="time">When.</param>
/// <param name="room">The room.</param>
/// <param name="numParticipants">
/// Of <c>ListRooms</c> its <c>num_participants</c>, which lags and leaves agents and recorders out; of <c>ListParticipants</c> how many
/// it listed.
/// </param>
internal sealed class RoomLook(LookTime time, SimulatedRoom room, int numParticipants)
{
    public LookTime Time { get; } = time;

    public string Sid { get; } = room.Sid;

    public string Name { get; } = room.Name;

    public string Node { get; } = room.Node.Name;

    /// <summary>When the state was read, by the room's node's clock, Unix milliseconds.</summary>
    public long AtMs { get; } = room.Node.NowMs;

    public int NumParticipants { get; } = numParticipants;
}
