using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Driving;

internal sealed partial class DriverRun
{
    private const int HopMs = 1000;
    private const int ReturnMs = 3000;
    private const int PatienceMs = 5000;
    private const int LateMs = 5000;
    private const int DefaultDepartureMs = 20_000;

    private static readonly TrackSource[] Sources = [TrackSource.Camera, TrackSource.Microphone, TrackSource.ScreenShare];

    private static readonly DisconnectReason[] Reasons =
    [
        DisconnectReason.ClientInitiated, DisconnectReason.ClientInitiated,
        DisconnectReason.ConnectionTimeout, DisconnectReason.SignalClose,
    ];

    private void Play(DriverAct act, DrivenRoom room, TokenClaims? person)
    {
        var missed = false;
        try
        {
            missed = !Do(act, room, person);
        }
        catch (NodeException)
        {
            // Somebody else removed a participant or deleted the room between the look and the act.
            missed = true;
        }

        Log.Add(_nodes.WallMs, act, room.Name, person?.Identity, missed);
    }

    /// <summary>False when there was nothing to do any more.</summary>
    private bool Do(DriverAct act, DrivenRoom room, TokenClaims? person)
    {
        switch (act)
        {
            case DriverAct.Join:
            case DriverAct.Evict:
                return _cluster.Join(person!, room.Name, active: true) is not null;
            case DriverAct.Return:
                return !IsThere(room, person!) && _cluster.Join(person!, room.Name, active: true) is not null;
            case DriverAct.Abort:
                return Abort(room, person!);
            case DriverAct.GiveUp:
                return _cluster.Read(room.See)?.Any(seen => seen.Person == person && !seen.IsActive) == true
                    && Leave(room, person!, DisconnectReason.ClientInitiated);
            case DriverAct.Leave:
                return Leave(room, person!, One(Reasons));
            case DriverAct.Hop:
                Later(DriverAct.Return, room, person!, HopMs);
                return Leave(room, person!, DisconnectReason.ClientInitiated);
            case DriverAct.Publish:
                return _cluster.Publish(room.Name, person!.Identity, One(Sources), "") is not null;
            case DriverAct.Unpublish:
                return Unpublish(room, person!);
            case DriverAct.Empty:
                return Empty(room, seen => !seen.IsDependent);
            case DriverAct.Delete:
                _cluster.DeleteRoom(room.Name);
                return true;
            case DriverAct.Move:
                return Move(room);
            default:
                return true;
        }
    }

    private bool IsThere(DrivenRoom room, TokenClaims person) =>
        _cluster.Read(room.See)?.Any(seen => seen.Person == person) == true;

    /// <summary>Half of them wait until LiveKit gives up, after a minute.</summary>
    private bool Abort(DrivenRoom room, TokenClaims person)
    {
        if (_random.Next(2) == 0)
        {
            Later(DriverAct.GiveUp, room, person, PatienceMs);
        }

        return _cluster.Join(person, room.Name, active: false) is not null;
    }

    private bool Leave(DrivenRoom room, TokenClaims person, DisconnectReason reason)
    {
        _cluster.Leave(room.Name, person.Identity, reason);
        return true;
    }

    private bool Unpublish(DrivenRoom room, TokenClaims person)
    {
        var track = _cluster.Read(room.See)?.FirstOrDefault(seen => seen.Person == person)?.TrackSid;
        if (track is not null)
        {
            _cluster.Unpublish(room.Name, person.Identity, track);
        }

        return track is not null;
    }

    private bool Empty(DrivenRoom room, Func<SeenPerson, bool> goes)
    {
        var departureMs = Settings.DepartureTimeoutSeconds > 0 ? (int)Settings.DepartureTimeoutSeconds * 1000 : DefaultDepartureMs;
        room.QuietUntilWallMs = _nodes.WallMs + _random.Next((2 * departureMs) + HopMs);
        foreach (var seen in (_cluster.Read(room.See) ?? []).Where(goes))
        {
            Leave(room, seen.Person, DisconnectReason.ClientInitiated);
        }

        return true;
    }

    /// <summary>The old node is dead at once, or closes the room at once, or some seconds later.</summary>
    private bool Move(DrivenRoom room)
    {
        var (kind, lateMs) = (_random.Next(3), _random.Next(LateMs));
        _cluster.Move(room.Name, null, new OldRoomFate(kind == 0, kind == 1 ? 0 : lateMs), rejoin: true);
        return true;
    }

    private void Crash(LiveKitNode node)
    {
        var hit = _cluster.Read(rooms => _rooms
            .Where(room => room.NodeIn(rooms) == node.Name)
            .SelectMany(room => (room.See(rooms) ?? []).Select(seen => (Room: room, seen.Person)))
            .ToList());
        _cluster.Crash(node);
        Log.Add(_nodes.WallMs, DriverAct.Crash, null, node.Name, missed: false);
        foreach (var (room, person) in hit)
        {
            if (_random.Next(5) > 0)
            {
                Later(DriverAct.Return, room, person, ReturnMs);
            }
        }
    }
}
