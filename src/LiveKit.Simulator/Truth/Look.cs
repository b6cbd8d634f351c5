using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>
/// A call that shows who is there. It counts once it is answered: an answer that was not waited for showed nobody anything.
/// </summary>
/// <param name="method"><c>ListRooms</c> or <c>ListParticipants</c>.</param>
/// <param name="asked">The room that was asked for; null for rooms in general.</param>
/// <param name="wallMs">When the state was read, true Unix milliseconds.</param>
internal sealed class Look(string method, string? asked, long wallMs)
{
    private readonly List<RoomLook> _rooms = [];
    private List<(SimulatedRoom Room, RoomLook Seen, List<ParticipantTruth> Present)> _seen = [];

    public string Method { get; } = method;

    public string? Asked { get; } = asked;

    public LookTime Time { get; } = new(wallMs);

    public IReadOnlyList<RoomLook> Rooms => _rooms;

    public void See(SimulatedRoom room, int numParticipants)
    {
        var seen = new RoomLook(Time, room, numParticipants);
        _rooms.Add(seen);
        _seen.Add((room, seen, [.. room.Present.Values.Select(participant => participant.Truth)]));
    }

    /// <summary>Marks rooms and participants as seen, unless a later look was answered sooner.</summary>
    public void Answer(long number, long answeredWallMs)
    {
        (Time.Number, Time.AnsweredWallMs) = (number, answeredWallMs);
        foreach (var (room, seen, present) in _seen)
        {
            if (Method == "ListRooms")
            {
                room.LastListed = Later(room.LastListed, seen);
                present.ForEach(participant => participant.RoomLastListed = Later(participant.RoomLastListed, seen));
            }
            else
            {
                present.ForEach(participant => participant.LastListed = Later(participant.LastListed, seen));
            }
        }

        // Nobody who left is kept for the sake of a look.
        _seen = [];
    }

    private static RoomLook Later(RoomLook? one, RoomLook other) => one is not null && one.Time.WallMs > other.Time.WallMs ? one : other;
}
