using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>
/// The state of a LiveKit server: rooms by name, participants by identity. One lock: a change and the queueing of its webhook are
/// one step, so that the order in the queue is the order in which things happened.
/// </summary>
internal sealed partial class SimulatedNode(WebhookNotifier webhooks, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedRoom> _rooms = new(StringComparer.Ordinal);
    private readonly List<SimulatedRoom> _everyRoom = [];
    private readonly RoomWebhooks _tell = new(webhooks);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Reads something of the live rooms.</summary>
    public T Read<T>(Func<IReadOnlyDictionary<string, SimulatedRoom>, long, T> read)
    {
        lock (_gate)
        {
            return read(_rooms, NowMs);
        }
    }

    /// <summary>Reads something of every room there ever was.</summary>
    public T ReadHistory<T>(Func<IReadOnlyList<SimulatedRoom>, T> read)
    {
        lock (_gate)
        {
            return read(_everyRoom);
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

            return room.ToWire(NowMs);
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
            return room.ToWire(NowMs);
        }
    }

    /// <summary>What a server looks at once a second: connections that never came up, and rooms nobody is in.</summary>
    public void CloseTimedOut()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.ToList())
            {
                foreach (var participant in room.Present.Values.Where(participant => participant.IsOverdue(NowMs)).ToList())
                {
                    Leave(room, participant, DisconnectReason.JoinFailure);
                }

                if (room.IsTimedOut(NowMs))
                {
                    Close(room, DisconnectReason.RoomClosed);
                }
            }
        }
    }

    /// <summary>The node stops as it should: everybody is told to go, and every room finishes.</summary>
    public void ShutDown()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.ToList())
            {
                Close(room, DisconnectReason.ServerShutdown);
            }
        }
    }

    /// <summary>The node dies: everything in its memory is gone, queued webhooks too, and nobody is told.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values)
            {
                room.Lost = true;
                foreach (var participant in room.Present.Values)
                {
                    participant.LeftAtMs = NowMs;
                }
            }

            _rooms.Clear();
            webhooks.LoseAll();
        }
    }

    /// <summary>A crash after which not even the truth is remembered.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Crash();
            _everyRoom.Clear();
            webhooks.ForgetSent();
        }
    }

    private SimulatedRoom Find(string name) => _rooms.GetValueOrDefault(name) ?? throw NodeException.NoRoom();

    private SimulatedRoom Open(string name, Action<SimulatedRoom> configure)
    {
        var room = new SimulatedRoom(name, NowMs);
        configure(room);
        _rooms[name] = room;
        _everyRoom.Add(room);
        _tell.Started(room, NowMs);
        return room;
    }

    private void Close(SimulatedRoom room, DisconnectReason reason)
    {
        foreach (var participant in room.Present.Values.ToList())
        {
            Leave(room, participant, reason);
        }

        _rooms.Remove(room.Name);
        room.CountParticipants(NowMs);
        room.FinishedAt = _tell.Finished(room, NowMs);
    }
}
