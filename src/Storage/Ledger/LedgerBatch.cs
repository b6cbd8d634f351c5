using RelayKit.Ledger;
using RelayKit.Rooms;

namespace RelayKit.Storage.Ledger;

/// <summary>
/// The rows of many entries, each key once. One statement cannot touch a row twice, and rows of one key merge, so a join and
/// its leave in the same batch become one row. Keys are in order, so that the batches of two silos never wait in a ring.
/// </summary>
internal sealed class LedgerBatch
{
    private readonly Dictionary<(Guid Tenant, Guid Session), (RoomKey Room, SessionRow Row)> _sessions = [];
    private readonly Dictionary<(Guid Tenant, Guid Session, string Sid), (RoomKey Room, ParticipantRow Row)> _participants;
    private readonly HashSet<(Guid Tenant, Guid Session)> _open = [];
    private readonly HashSet<(Guid Tenant, Guid Event)> _eventIds;
    private readonly List<(Guid Tenant, EventRow Row)> _events;

    public LedgerBatch(IReadOnlyList<PendingEntry> entries)
    {
        _participants = new(entries.Count);
        _eventIds = new(entries.Count);
        _events = new(entries.Count);
        foreach (var pending in entries)
        {
            Add(pending.Entry);
        }

        OpenSessions = [.. _open];
        Array.Sort(OpenSessions);
        Sessions = InOrder(_sessions, Comparer<(Guid, Guid)>.Default);
        var participants = InOrder(_participants, ParticipantKeyOrder.Instance);
        LookedParticipants = Array.FindAll(participants, static p => p.Row.Looks != default);
        KnownParticipants = Array.FindAll(participants, static p => p.Row.InLedger && p.Row.Looks == default);
        NewParticipants = Array.FindAll(participants, static p => !p.Row.InLedger && p.Row.Looks == default);
        Events = [.. _events.OrderBy(static e => e.Tenant)];
    }

    /// <summary>Sessions that were open, and in the ledger, when their entries were made.</summary>
    public (Guid Tenant, Guid Session)[] OpenSessions { get; }

    public (RoomKey Room, SessionRow Row)[] Sessions { get; }

    /// <summary>Participants of whom looks at LiveKit have changed something: few, and written by a statement that knows how.</summary>
    public (RoomKey Room, ParticipantRow Row)[] LookedParticipants { get; }

    /// <summary>Participants whose rows earlier batches have made.</summary>
    public (RoomKey Room, ParticipantRow Row)[] KnownParticipants { get; }

    /// <summary>Participants whose rows this batch makes.</summary>
    public (RoomKey Room, ParticipantRow Row)[] NewParticipants { get; }

    /// <summary>By tenant, and within a tenant in the order in which they came.</summary>
    public (Guid Tenant, EventRow Row)[] Events { get; }

    private void Add(LedgerEntry entry)
    {
        var tenant = entry.Room.Tenant.Value;
        if (entry.OpenSession is { } open)
        {
            _open.Add((tenant, open));
        }

        if (entry.Session is { } session)
        {
            var key = (tenant, session.Id);
            _sessions[key] = (entry.Room, _sessions.TryGetValue(key, out var known) ? known.Row.Merge(session) : session);
        }

        if (entry.Participant is { } participant)
        {
            Add(entry.Room, participant);
        }

        foreach (var looked in entry.LookedParticipants)
        {
            Add(entry.Room, looked);
        }

        foreach (var row in entry.Events)
        {
            if (_eventIds.Add((tenant, row.Id)))
            {
                _events.Add((tenant, row));
            }
        }
    }

    private void Add(RoomKey room, ParticipantRow participant)
    {
        var key = (room.Tenant.Value, participant.SessionId, participant.LiveKitSid);
        _participants[key] = (room, _participants.TryGetValue(key, out var known) ? known.Row.Merge(participant) : participant);
    }

    private static TRow[] InOrder<TKey, TRow>(Dictionary<TKey, TRow> rows, IComparer<TKey> order)
        where TKey : notnull
    {
        var keys = new TKey[rows.Count];
        var values = new TRow[rows.Count];
        rows.Keys.CopyTo(keys, 0);
        rows.Values.CopyTo(values, 0);
        Array.Sort(keys, values, order);
        return values;
    }

    private sealed class ParticipantKeyOrder : IComparer<(Guid Tenant, Guid Session, string Sid)>
    {
        public static readonly ParticipantKeyOrder Instance = new();

        public int Compare((Guid Tenant, Guid Session, string Sid) x, (Guid Tenant, Guid Session, string Sid) y)
        {
            var tenant = x.Tenant.CompareTo(y.Tenant);
            if (tenant != 0)
            {
                return tenant;
            }

            var session = x.Session.CompareTo(y.Session);
            return session != 0 ? session : string.CompareOrdinal(x.Sid, y.Sid);
        }
    }
}
