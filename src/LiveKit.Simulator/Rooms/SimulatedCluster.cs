using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Truth;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>
/// The state of a LiveKit cluster: rooms by name, each on one node, participants by identity. One lock: a change and the queueing
/// of its webhook are one step, so that the order in a node's queue is the order in which things happened.
/// </summary>
internal sealed partial class SimulatedCluster(WebhookNotifier webhooks, LiveKitNodes nodes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedRoom> _rooms = new(StringComparer.Ordinal);
    private readonly TruthHistory _history = new();
    private readonly RoomWebhooks _tell = new(webhooks);

    /// <summary>Reads something of the live rooms.</summary>
    public T Read<T>(Func<IReadOnlyDictionary<string, SimulatedRoom>, T> read)
    {
        lock (_gate)
        {
            return read(_rooms);
        }
    }

    /// <summary>Reads something of every room there ever was, as far as it is remembered.</summary>
    public T ReadHistory<T>(Func<TruthHistory, T> read)
    {
        lock (_gate)
        {
            return read(_history);
        }
    }

    /// <summary>Idempotent by name: a room that lives is given back as it is, whatever is asked for.</summary>
    public Room CreateRoom(CreateRoomRequest request)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(request.Name, out var room))
            {
                room = Open(request.Name, opened => opened.Configure(
                    request.EmptyTimeout, request.DepartureTimeout, request.MaxParticipants, request.Metadata));
            }

            return room.ToWire();
        }
    }

    public void DeleteRoom(string name)
    {
        lock (_gate)
        {
            Close(Find(name), DisconnectReason.RoomDeleted);
        }
    }

    public Room UpdateRoomMetadata(string name, string metadata)
    {
        lock (_gate)
        {
            var room = Find(name);
            room.Metadata = metadata;
            return room.ToWire();
        }
    }

    /// <summary>What a server looks at once a second: connections that never came up, and rooms nobody is in.</summary>
    public void CloseTimedOut()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.ToList())
            {
                foreach (var participant in room.Present.Values.Where(participant => participant.IsOverdue(room.Node.NowMs)).ToList())
                {
                    Leave(room, participant, DisconnectReason.JoinFailure);
                }

                if (room.IsTimedOut)
                {
                    Close(room, DisconnectReason.RoomClosed);
                }
            }

            CloseLeftBehind(nodes.WallMs);
        }
    }

    /// <summary>The servers stop as they should: everybody is told to go, and every room finishes.</summary>
    public void ShutDown()
    {
        lock (_gate)
        {
            CloseLeftBehind(long.MaxValue);
            foreach (var room in _rooms.Values.ToList())
            {
                Close(room, DisconnectReason.ServerShutdown);
            }
        }
    }

    private SimulatedRoom Find(string name) => _rooms.GetValueOrDefault(name) ?? throw NodeException.NoRoom();

    private SimulatedRoom Open(string name, Action<SimulatedRoom> configure)
    {
        var room = new SimulatedRoom(name, _homes.GetValueOrDefault(name, nodes.First));
        configure(room);
        _rooms[name] = room;
        _history.Add(room);
        room.Started = _tell.Started(room).Fate;
        return room;
    }

    private void Close(SimulatedRoom room, DisconnectReason reason)
    {
        foreach (var participant in room.Present.Values.ToList())
        {
            Leave(room, participant, reason);
        }

        Forget(room);
        room.CountParticipants();
        var finished = _tell.Finished(room);
        (room.FinishedAt, room.Finished) = (finished.CreatedAt, finished.Fate);
        room.EndedAtMs = room.Node.NowMs;
    }

    /// <summary>The name may be another room's by now, on another node.</summary>
    private void Forget(SimulatedRoom room)
    {
        if (_rooms.GetValueOrDefault(room.Name) == room)
        {
            _rooms.Remove(room.Name);
        }

        _leftBehind.Remove(room);
    }
}
