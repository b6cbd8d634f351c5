using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>
/// Every room there ever was, oldest first, as long as it fits: then the oldest that are over are forgotten, which is said. Guarded by
/// the cluster's lock.
/// </summary>
internal sealed class TruthHistory(int maxParticipants = TruthHistory.MaxParticipants)
{
    /// <summary>How many connections are remembered: of ten bad minutes, far more than there will be.</summary>
    public const int MaxParticipants = 1_000_000;

    private readonly List<SimulatedRoom> _rooms = [];
    private int _participants;

    public IReadOnlyList<SimulatedRoom> Rooms => _rooms;

    public long ForgottenRooms { get; private set; }

    public long ForgottenParticipants { get; private set; }

    public void Add(SimulatedRoom room) => _rooms.Add(room);

    /// <summary>Another one has joined one of the rooms.</summary>
    public void CountParticipant()
    {
        _participants++;
        if (_participants > maxParticipants)
        {
            Forget(_participants - maxParticipants + (maxParticipants / 20));
        }
    }

    public void Clear()
    {
        _rooms.Clear();
        _participants = 0;
        (ForgottenRooms, ForgottenParticipants) = (0, 0);
    }

    /// <summary>
    /// Some more than is needed, so that it is not needed again at once: rooms that are over, then who left a room that is not.
    /// </summary>
    private void Forget(int surplus)
    {
        var before = _participants;
        ForgottenRooms += _rooms.RemoveAll(room =>
        {
            var goes = room.EndedAtMs is not null && before - _participants < surplus;
            _participants -= goes ? room.Everybody.Count : 0;
            return goes;
        });
        foreach (var room in _rooms)
        {
            var more = surplus - (before - _participants);
            _participants -= room.Everybody.RemoveAll(participant => participant.LeftAtMs is not null && more-- > 0);
        }

        ForgottenParticipants += before - _participants;
    }
}
