using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Nodes;

namespace RelayKit.LiveKit.Simulator.Rooms;

internal sealed partial class SimulatedCluster
{
    /// <summary>Where rooms open that were moved, by name; all others open on the first node.</summary>
    private readonly Dictionary<string, LiveKitNode> _homes = new(StringComparer.Ordinal);

    /// <summary>Rooms whose name is live on another node, and that their own node has not closed yet.</summary>
    private readonly List<SimulatedRoom> _leftBehind = [];

    /// <summary>
    /// A node dies, or all of them: everything in its memory is gone, queued webhooks too, and nobody is told. It is back at once,
    /// empty.
    /// </summary>
    public void Crash(LiveKitNode? node = null)
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.Concat(_leftBehind).Where(room => node is null || room.Node == node).ToList())
            {
                Vanish(room);
            }

            webhooks.LoseAll(node);
            foreach (var crashed in nodes.All.Where(known => node is null || known == node))
            {
                crashed.Restart();
            }
        }
    }

    /// <summary>A crash of everything after which not even the truth is remembered, and every clock is right.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Crash();
            _history.Clear();
            _looks.Clear();
            _homes.Clear();
            webhooks.ForgetSent();
            foreach (var node in nodes.All)
            {
                node.SkewMs = 0;
            }
        }
    }

    /// <summary>
    /// A room's name comes to life on another node, under another sid, before the old node has closed the old room: the nodes' queues
    /// know nothing of each other, so that the old room's events may come after the new room's <c>room_started</c>. The cluster's
    /// store knows one room of a name: the old one is not listed any more.
    /// </summary>
    /// <param name="name">The room.</param>
    /// <param name="target">Where to; null for the other node.</param>
    /// <param name="fate">What becomes of the old room and who is in it.</param>
    /// <param name="rejoin">Whether those who are connected connect anew, to the new room.</param>
    /// <exception cref="NodeException">There is no such room, or it is there already.</exception>
    public (SimulatedRoom Old, SimulatedRoom New) Move(string name, LiveKitNode? target, OldRoomFate fate, bool rejoin)
    {
        lock (_gate)
        {
            var old = Find(name);
            target ??= nodes.Other(old.Node);
            if (old.Node == target)
            {
                throw new NodeException("failed_precondition", $"node: the room is on {target.Name} already; name the other one");
            }

            _homes[name] = target;
            var opened = Open(name, old.ConfigureAlike);
            foreach (var participant in rejoin ? old.Present.Values.Where(participant => participant.Truth.ActiveEver).ToList() : [])
            {
                Enter(opened, new SimulatedParticipant(participant.Claims, target.NowMs), active: true);
            }

            LeaveBehind(old, fate);
            return (old, opened);
        }
    }

    private void LeaveBehind(SimulatedRoom old, OldRoomFate fate)
    {
        if (fate.Vanishes)
        {
            Vanish(old);
            webhooks.LoseAll(old.Node, old.Name);
            return;
        }

        old.ClosesAtWallMs = nodes.WallMs + fate.ClosesAfterMs;
        _leftBehind.Add(old);
        CloseLeftBehind(nodes.WallMs);
    }

    private void CloseLeftBehind(long wallMs)
    {
        foreach (var room in _leftBehind.Where(room => room.ClosesAtWallMs <= wallMs).ToList())
        {
            Close(room, DisconnectReason.SignalClose);
        }
    }

    /// <summary>No word of it to anybody.</summary>
    private void Vanish(SimulatedRoom room)
    {
        room.Lost = true;
        room.EndedAtMs = room.Node.NowMs;
        foreach (var participant in room.Present.Values)
        {
            participant.Truth.LeftAtMs = room.Node.NowMs;
        }

        Forget(room);
    }
}
