using System.Collections.Frozen;
using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Reconciliation;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Database;

/// <summary>
/// The tables of the ledger as PostgreSQL would have them. A transaction happens at one instant; that the locks of real ones amount to that is
/// what the tests on a real PostgreSQL are for.
/// </summary>
internal sealed partial class VirtualDatabase(TimeProvider time)
{
    private readonly Dictionary<Guid, SessionRecord> _sessions = [];
    private readonly Dictionary<Guid, List<EventRow>> _events = [];
    private readonly HashSet<(Guid Tenant, Guid Event)> _eventIds = [];

    /// <summary>Rooms that two may have written at once: two activations, or one and the last transaction of a silo that had died.</summary>
    public HashSet<RoomKey> HadTwoWriters { get; } = [];

    public IEnumerable<SessionRecord> Sessions => _sessions.Values;

    /// <summary>A tenant's event log in the order of its sequence.</summary>
    public IReadOnlyList<EventRow> EventsOf(TenantId tenant) => _events.GetValueOrDefault(tenant.Value) ?? [];

    public SessionRecord? Find(RoomKey room, string sid)
    {
        foreach (var session in _sessions.Values)
        {
            if (session.Row.LiveKitSid == sid && session.Room == room)
            {
                return session;
            }
        }

        return null;
    }

    /// <summary>What a room reads when it wakes.</summary>
    public ImmutableArray<SessionSnapshot> OpenSessionsOf(RoomKey room) =>
        [.. _sessions.Values.Where(session => session.Row.EndedAtMs is null && session.Room == room).Select(session => session.ToSnapshot())];

    /// <summary>As <c>PostgresReconciliationStore</c> reads them.</summary>
    public IReadOnlyCollection<OpenSession> OpenSessions() =>
    [
        .. _sessions.Values.Where(session => session.Row.EndedAtMs is null).Select(session => new OpenSession(
            session.Room,
            session.Row.LiveKitSid,
            session.Participants.Values.Count(row => row.Connected.LeftAtMs is null && row.Class.KeepsRoomOpen()),
            session.Row.Looks.LastSeenMs is not null
                || session.Participants.Values.Any(
                    row => row.Connected.LeftAtMs is null && (row.Looks.LastSeenMs is not null || !row.Class.KeepsRoomOpen())))),
    ];

    /// <summary>As <c>PostgresUsageStore</c> reads them: the roll-ups of all that has ended, and the lines of what is followed.</summary>
    public MeterSnapshot ReadMeter(MeterKey key, UsagePeriod period, FrozenSet<Label> watched, TimeSpan followEnded)
    {
        var closedRows = new List<ParticipantRow>();
        var (closed, reconciled, presumed) = (new long[ParticipantClasses.Count], new long[ParticipantClasses.Count], new long[ParticipantClasses.Count]);
        var lines = ImmutableArray.CreateBuilder<SessionLine>();
        var since = time.GetUtcNow() - followEnded;
        foreach (var session in _sessions.Values.Where(session => session.Room.Tenant == key.Tenant && session.Room.Mode == key.Mode))
        {
            foreach (var row in session.Participants.Values)
            {
                closedRows.Add(row);
                var closedMs = UsageLine.Of(row.Connected, period.StartMs).ClosedMs;
                closed[(int)row.Class] += closedMs;
                reconciled[(int)row.Class] += row.Evidence == Evidence.Reconciled ? closedMs : 0;
                presumed[(int)row.Class] += row.Evidence == Evidence.Presumed ? closedMs : 0;
            }

            if (session.Row.EndedAtMs is null || session.EndRecordedAt > since)
            {
                lines.Add(LineOf(session, period.StartMs) with { Labels = LabelLinesOf(session.Participants.Values, watched, period.StartMs) });
            }
        }

        return new MeterSnapshot([.. closed], [.. reconciled], [.. presumed], lines.DrainToImmutable())
        {
            Labels =
            [
                .. LabelLinesOf(closedRows, watched, period.StartMs).Select(line => line with { Line = new UsageLine(line.Line.ClosedMs, 0, 0) }),
            ],
        };
    }

    private static ImmutableArray<LabelLine> LabelLinesOf(IReadOnlyCollection<ParticipantRow> rows, FrozenSet<Label> watched, long periodStartMs) =>
    [
        .. watched.SelectMany(label => LinesOf(rows.Where(row => row.Labels.Labels.Contains(label)), periodStartMs)
            .Select(line => new LabelLine(label, line.Class, line.Line))),
    ];

    private static SessionLine LineOf(SessionRecord session, long periodStartMs)
    {
        var (version, mark) = (default(KnowledgeVersion), 0L);
        foreach (var row in session.Participants.Values)
        {
            version += VersionOf(row);
            mark = Math.Max(mark, row.Connected.EndMs ?? row.Connected.JoinedAtMs);
        }

        return new SessionLine
        {
            SessionId = session.Row.Id,
            Version = version,
            PeriodStartMs = periodStartMs,
            MarkMs = mark,
            Ended = session.Row.EndedAtMs is not null,
            Classes = LinesOf(session.Participants.Values, periodStartMs),
            Reconciled = LinesOf(session.Participants.Values.Where(row => row.Evidence == Evidence.Reconciled), periodStartMs),
            Presumed = LinesOf(session.Participants.Values.Where(row => row.Evidence == Evidence.Presumed), periodStartMs),
        };
    }

    private static ImmutableArray<ClassLine> LinesOf(IEnumerable<ParticipantRow> rows, long periodStartMs) =>
    [
        .. rows.GroupBy(row => row.Class).Select(group => new ClassLine(
            group.Key, group.Aggregate(default(UsageLine), (line, row) => line + UsageLine.Of(row.Connected, periodStartMs)))),
    ];
}

/// <summary>A row of <c>sessions</c> and those of its participants.</summary>
internal sealed class SessionRecord(RoomKey room, SessionRow row)
{
    public RoomKey Room { get; } = room;

    public SessionRow Row { get; set; } = row;

    /// <summary><c>end_recorded_at</c>.</summary>
    public DateTimeOffset? EndRecordedAt { get; set; }

    public Dictionary<string, ParticipantRow> Participants { get; } = [];

    public SessionSnapshot ToSnapshot() => new(Row, [.. Participants.Values]);
}
