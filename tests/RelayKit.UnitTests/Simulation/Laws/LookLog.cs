using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Webhooks;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Laws;

/// <summary>What looks have seen, as somebody knows who sees LiveKit and the ledger at once.</summary>
internal sealed class LookLog(VirtualDatabase database)
{
    private readonly Dictionary<RoomKey, (string Sid, List<string> Names)> _named = [];
    private readonly HashSet<string> _found = [];
    private readonly Dictionary<string, long> _lastSeenMs = [];
    private readonly HashSet<(string RoomSid, long AtMs)> _byChance = [];

    /// <summary>When every look that LiveKit answered is taken to have been.</summary>
    public HashSet<long> AtMs { get; } = [];

    /// <summary>Whether a look has named it and the ledger was told.</summary>
    public bool WasFound(string participantSid) => _found.Contains(participantSid);

    /// <summary>The last look that saw it, by name or as one of those counted, and that is remembered as one that found its room in order.</summary>
    public long? LastSeenMs(string participantSid) => _lastSeenMs.TryGetValue(participantSid, out var at) ? at : null;

    /// <summary>Whether at a look from then on the count agreed although somebody was there whom the ledger did not have, in the place of another.</summary>
    public bool AgreedByChance(string roomSid, long fromMs) => _byChance.Any(look => look.RoomSid == roomSid && look.AtMs >= fromMs);

    /// <summary>A look asks about a room.</summary>
    public void Asked(RoomKey room) => _named.Remove(room);

    public void Named(RoomKey room, string roomSid, List<ParticipantFact> there) => _named[room] = (roomSid, there.ConvertAll(who => who.Sid));

    /// <summary>A room has taken a look in.</summary>
    public void Settled(RoomKey room)
    {
        // Who was listed when the room's end was told already is about to leave LiveKit's lists, and is not taken in.
        if (_named.TryGetValue(room, out var named) && database.Find(room, named.Sid)?.Row.ToldEndMs is null)
        {
            _found.UnionWith(named.Names);
        }
    }

    /// <summary>Whom the rooms that were not asked about have by their counts.</summary>
    public List<string> ByCount(LiveKitLook look, IEnumerable<RoomKey> asked)
    {
        AtMs.Add(look.AtMs);
        var agreed = new List<string>();
        foreach (var (life, countedMs) in look.Lives.Where(listed => !asked.Contains(listed.Life.Room)))
        {
            var there = life.Stays.Where(stay => stay.IsThere(countedMs) && stay.Who.Class.KeepsRoomOpen()).Select(stay => stay.Sid).ToHashSet();
            var known = database.Find(life.Room, life.Sid)!.Participants.Values
                .Where(row => row.Connected.LeftAtMs is null && row.Class.KeepsRoomOpen()).Select(row => row.LiveKitSid).ToHashSet();
            agreed.AddRange(known.Intersect(there));
            if (!known.SetEquals(there))
            {
                _byChance.Add((life.Sid, look.AtMs));
            }
        }

        return agreed;
    }

    /// <summary>The look will be the one before the next.</summary>
    public void Remember(LiveKitLook look, List<string> agreed, IEnumerable<RoomKey> settled)
    {
        var seen = settled.Where(room => look.Lives.Exists(listed => listed.Life.Room == room && _named.GetValueOrDefault(room).Sid == listed.Life.Sid))
            .SelectMany(room => _named[room].Names);
        foreach (var sid in agreed.Concat(seen))
        {
            _lastSeenMs[sid] = Math.Max(look.AtMs, _lastSeenMs.GetValueOrDefault(sid));
        }
    }
}
