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
            Session = Session?.Merge(session) ?? session;
        }

        foreach (var row in entry.LookedParticipants.Concat(entry.Participant is { } participant ? [participant] : []))
        {
            _participants[row.LiveKitSid] = _participants.TryGetValue(row.LiveKitSid, out var known) ? known.Merge(row) : row;
        }

        if (entry.Session is { EndedAtMs: { } end, Looks.EndEstimated: var estimated })
        {
            foreach (var (sid, row) in _participants.Where(p => IsEndedBy(p.Value.Connected.LeftAtMs, end, estimated)).ToList())
            {
                _participants[sid] = row with
                {
                    Connected = row.Connected with { LeftAtMs = end },
                    Looks = row.Looks with { EndEstimated = estimated, Revision = row.Looks.Revision + (estimated ? 1 : 0) },
                };
            }
        }

        foreach (var told in entry.Events)
        {
            _events.TryAdd(told.Id, told);
        }
    }

    private static bool IsEndedBy(long? leftMs, long endMs, bool estimated) => leftMs is null || (!estimated && leftMs > endMs);
}
