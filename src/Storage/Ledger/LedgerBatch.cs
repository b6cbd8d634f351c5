using RelayKit.Ledger;
using RelayKit.Rooms;

namespace RelayKit.Storage.Ledger;

/// <summary>
/// The rows of many entries, each key once. One statement cannot touch a row twice, and rows of one key merge, so a join and
/// its leave in the same batch become one row. Keys are in order, so that the batches of two silos never wait in a ring.
/// </summary>
internal sealed class LedgerBatch
{
    private readonly SortedDictionary<(Guid Tenant, Guid Session), (RoomKey Room, SessionRow Row)> _sessions = [];
    private readonly SortedDictionary<(Guid Tenant, Guid Session, string Sid), (RoomKey Room, ParticipantRow Row)> _participants =
        new(ParticipantKeyOrder.Instance);

    private readonly List<(Guid Tenant, EventRow Row)> _events = [];

    public LedgerBatch(IReadOnlyList<PendingEntry> entries)
    {
        foreach (var pending in entries)
        {
            Add(pending.Entry);
        }
    }

    public IReadOnlyCollection<(RoomKey Room, SessionRow Row)> Sessions => _sessions.Values;

    public IReadOnlyCollection<(RoomKey Room, ParticipantRow Row)> Participants => _participants.Values;

    public IReadOnlyList<(Guid Tenant, EventRow Row)> Events => _events;

    private void Add(LedgerEntry entry)
    {
        var tenant = entry.Room.Tenant.Value;
        if (entry.Session is { } session)
        {
            var key = (tenant, session.Id);
            _sessions[key] = (entry.Room, _sessions.TryGetValue(key, out var known) ? Merge(known.Row, session) : session);
        }

        if (entry.Participant is { } participant)
        {
            var key = (tenant, participant.SessionId, participant.LiveKitSid);
            _participants[key] =
                (entry.Room, _participants.TryGetValue(key, out var known) ? known.Row.Merge(participant) : participant);
        }

        foreach (var row in entry.Events)
        {
            _events.Add((tenant, row));
        }
    }

    private static SessionRow Merge(SessionRow known, SessionRow later) => later with
    {
        EndedAtMs = known.EndedAtMs is { } a && later.EndedAtMs is { } b ? Math.Min(a, b) : known.EndedAtMs ?? later.EndedAtMs,
    };

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
