using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Rooms;

internal sealed partial class SimulatedCluster
{
    /// <summary>The sid of the room of that name.</summary>
    /// <exception cref="NodeException">There is none.</exception>
    public string SidOf(string name)
    {
        lock (_gate)
        {
            return Find(name).Sid;
        }
    }

    /// <summary>A recorder joins one life of a room. False when that is over: it does not bring the room to life.</summary>
    public bool TryJoinRecorder(string name, string sid, TokenClaims claims)
    {
        lock (_gate)
        {
            if (FindLife(name, sid) is not { } room)
            {
                return false;
            }

            Enter(room, new SimulatedParticipant(claims, room.Node.NowMs), active: true);
            return true;
        }
    }

    /// <summary>A recorder leaves, if it is there: it may have moved on with everybody else to the room's next life.</summary>
    public void LeaveRecorder(string name, string sid, string identity, DisconnectReason reason)
    {
        lock (_gate)
        {
            foreach (var room in new[] { FindLife(name, sid), _rooms.GetValueOrDefault(name) }.OfType<SimulatedRoom>().Distinct())
            {
                if (room.Present.TryGetValue(identity, out var recorder))
                {
                    Leave(room, recorder, reason);
                }
            }
        }
    }

    /// <summary>What a recorder sees of one life of a room; null when that is over.</summary>
    public IReadOnlyList<ParticipantInfo>? SeenByRecorder(string name, string sid)
    {
        lock (_gate)
        {
            return FindLife(name, sid) is { } room
                ? [.. room.Present.Values.Where(participant => participant.Truth.ActiveEver).Select(participant => participant.Info.Clone())]
                : null;
        }
    }

    private SimulatedRoom? FindLife(string name, string sid) =>
        _rooms.GetValueOrDefault(name) is { } live && live.Sid == sid ? live : _leftBehind.Find(room => room.Sid == sid);
}
