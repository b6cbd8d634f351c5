using RelayKit.Ledger;

namespace RelayKit.UnitTests.Rooms;

/// <summary>Rows as the ledger would have them after some entries: by key, merged, and ended with their session.</summary>
internal sealed class FoldedRows
{
    private readonly Dictionary<string, ParticipantRow> _participants = [];
    private readonly Dictionary<Guid, EventRow> _events = [];

    public SessionRow? Session { get; private set; }

    public IReadOnlyDictionary<string, ParticipantRow> Participants => _participants;

    public IReadOnlyCollection<EventRow> Events => _events.Values;

    public void Add(LedgerEntry entry)
    {
        if (entry.Session is { } session)
        {
            Session = Session is { EndedAtMs: { } known } && !(session.EndedAtMs < known) ? Session : session;
        }

        if (entry.Participant is { } row)
        {
            _participants[row.LiveKitSid] = _participants.TryGetValue(row.LiveKitSid, out var known) ? known.Merge(row) : row;
        }

        foreach (var (sid, participant) in _participants.ToList())
        {
            if (entry.Session?.EndedAtMs is { } end && !(participant.Connected.LeftAtMs <= end))
            {
                _participants[sid] = participant with { Connected = participant.Connected with { LeftAtMs = end } };
            }
        }

        foreach (var told in entry.Events)
        {
            _events.TryAdd(told.Id, told);
        }
    }
}
