using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Driving;

/// <summary>
/// One run of a driver. What it does next follows from its seed and from who is in the rooms, and from nothing else; not thread-safe.
/// </summary>
internal sealed partial class DriverRun
{
    /// <summary>How long a room is played in until everybody leaves, on average.</summary>
    private const double MeanFullSeconds = 60;

    /// <summary>How long a room is played in until it is deleted, on average.</summary>
    private const double MeanLifeSeconds = 150;

    /// <summary>However slow the driver is, most of what it does is something else.</summary>
    private const double MostlyOther = 0.05;

    private readonly SimulatedCluster _cluster;
    private readonly LiveKitNodes _nodes;
    private readonly Random _random;
    private readonly List<DrivenRoom> _rooms;
    private readonly PriorityQueue<(DriverAct Act, DrivenRoom Room, TokenClaims Person), (long DueWallMs, long Order)> _later = new();
    private readonly double _crashChance;
    private readonly double _moveChance;
    private readonly double _emptyChance;
    private readonly double _deleteChance;
    private long _ordered;

    public DriverRun(DriverSettings settings, SimulatedCluster cluster, LiveKitNodes nodes)
    {
        Settings = settings;
        (_cluster, _nodes, _random) = (cluster, nodes, new Random(settings.Seed));
        _rooms = [.. settings.Rooms.Select(name => DrivenRoom.Make(name, settings, _random))];
        _crashChance = settings.CrashesPerMinute / 60 / settings.EventsPerSecond;
        _moveChance = settings.MovesPerMinute / 60 / settings.EventsPerSecond;
        _emptyChance = OncePerRoomIn(MeanFullSeconds);
        _deleteChance = OncePerRoomIn(MeanLifeSeconds);
    }

    public DriverSettings Settings { get; }

    public DriverLog Log { get; } = new();

    /// <summary>How many decisions were made.</summary>
    public long Decisions { get; private set; }

    /// <summary>Plays what has become due of what was decided before.</summary>
    public void CatchUp()
    {
        while (_later.TryPeek(out var next, out var when) && when.DueWallMs <= _nodes.WallMs)
        {
            _later.Dequeue();
            Play(next.Act, next.Room, next.Person);
        }
    }

    /// <summary>Decides what happens next, and lets it happen.</summary>
    public void Decide()
    {
        Decisions++;
        var throwing = _random.NextDouble();
        var room = _rooms[_random.Next(_rooms.Count)];
        if (throwing < _crashChance)
        {
            Crash(_nodes.All[_random.Next(_nodes.All.Count)]);
            return;
        }

        if (throwing < _crashChance + _moveChance)
        {
            Play(DriverAct.Move, room, null);
            return;
        }

        var seen = _cluster.Read(room.See);
        var ending = throwing - _crashChance - _moveChance;
        var act = seen is null || IsQuiet(room) || ending >= _emptyChance + _deleteChance ? Choose(room, seen)
            : ending < _emptyChance ? DriverAct.Empty
            : DriverAct.Delete;
        Play(act, room, Pick(act, room, seen ?? []));
    }

    /// <summary>
    /// By the clock, not by what else happens: a fast driver would empty rooms all the time, and have nobody left to play.
    /// </summary>
    private double OncePerRoomIn(double seconds) => Math.Min(MostlyOther, _rooms.Count / (seconds * Settings.EventsPerSecond));

    private bool IsQuiet(DrivenRoom room) => _nodes.WallMs < room.QuietUntilWallMs;

    /// <summary>Everybody goes, nobody comes back.</summary>
    public void LeaveAll()
    {
        _later.Clear();
        foreach (var room in _rooms)
        {
            Empty(room, _ => true);
        }
    }

    /// <summary>Weights, not chances: what is impossible weighs nothing. To pause always weighs something.</summary>
    private DriverAct Choose(DrivenRoom room, IReadOnlyList<SeenPerson>? seen)
    {
        var present = seen?.Count ?? 0;
        var isFull = present >= Settings.ParticipantsPerRoom;
        var quiet = IsQuiet(room);
        var joinable = !quiet && present < room.People.Count;
        var active = !quiet && seen?.Any(person => person.IsActive) == true;
        var publishing = !quiet && seen?.Any(person => person.TrackSid is not null) == true;
        return Draw(
            (DriverAct.Join, !joinable ? 0 : isFull ? 1 : 6),
            (DriverAct.Abort, joinable ? 0.6 : 0),
            (DriverAct.Leave, !active ? 0 : isFull ? 4 : 2),
            (DriverAct.Evict, active ? 0.6 : 0),
            (DriverAct.Hop, active ? 0.6 : 0),
            (DriverAct.Publish, active ? 2 : 0),
            (DriverAct.Unpublish, publishing ? 1 : 0),
            (DriverAct.Pause, 0.2));
    }

    private DriverAct Draw(params ReadOnlySpan<(DriverAct Act, double Weight)> acts)
    {
        var sum = 0.0;
        foreach (var (_, weight) in acts)
        {
            sum += weight;
        }

        var left = _random.NextDouble() * sum;
        foreach (var (act, weight) in acts)
        {
            left -= weight;
            if (left < 0)
            {
                return act;
            }
        }

        return DriverAct.Pause;
    }

    /// <summary>Whom it happens to; null where it happens to nobody in particular.</summary>
    private TokenClaims? Pick(DriverAct act, DrivenRoom room, IReadOnlyList<SeenPerson> seen) => act switch
    {
        DriverAct.Join or DriverAct.Abort => One([.. room.People.Except(seen.Select(person => person.Person))]),
        DriverAct.Leave or DriverAct.Evict or DriverAct.Hop or DriverAct.Publish =>
            One([.. seen.Where(person => person.IsActive).Select(person => person.Person)]),
        DriverAct.Unpublish => One([.. seen.Where(person => person.TrackSid is not null).Select(person => person.Person)]),
        _ => null,
    };

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private void Later(DriverAct act, DrivenRoom room, TokenClaims person, int withinMs) =>
        _later.Enqueue((act, room, person), (_nodes.WallMs + _random.Next(withinMs), _ordered++));
}
