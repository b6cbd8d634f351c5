using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Truth;

namespace RelayKit.LiveKit.Simulator.Rooms;

internal sealed partial class SimulatedCluster
{
    private readonly LookBook _looks = new();

    /// <summary>All rooms, or those of the given names.</summary>
    public RoomAnswer ListRooms(ICollection<string> names)
    {
        lock (_gate)
        {
            var response = new ListRoomsResponse();
            var look = new Look("ListRooms", null, nodes.WallMs);
            foreach (var room in _rooms.Values.Where(room => names.Count == 0 || names.Contains(room.Name)))
            {
                var told = room.ToWire();
                response.Rooms.Add(told);
                look.See(room, (int)told.NumParticipants);
            }

            return new RoomAnswer(response, look);
        }
    }

    /// <summary>Everybody in a room, hidden ones too; nobody where there is no such room.</summary>
    public RoomAnswer ListParticipants(string name)
    {
        lock (_gate)
        {
            var response = new ListParticipantsResponse();
            var look = new Look("ListParticipants", name, nodes.WallMs);
            if (_rooms.TryGetValue(name, out var room))
            {
                response.Participants.AddRange(room.Present.Values.Select(participant => participant.Info.Clone()));
                look.See(room, response.Participants.Count);
            }

            return new RoomAnswer(response, look);
        }
    }

    /// <summary>A look reaches who asked for it, and only now counts.</summary>
    public void Answered(Look? look)
    {
        lock (_gate)
        {
            if (look is not null)
            {
                _looks.Add(look, nodes.WallMs);
            }
        }
    }

    public T ReadLooks<T>(Func<LookBook, T> read)
    {
        lock (_gate)
        {
            return read(_looks);
        }
    }
}
