using System.Collections.Frozen;
using System.Collections.Immutable;
using RelayKit.Labels;

namespace RelayKit.Usage;

/// <summary>
/// A tenant's meter: what the ledger had when it was read, and the newest line of each session that has changed since.
/// Reads no clock and does no I/O; taking a line in, and reading the total, cost the same however many sessions there are.
/// </summary>
internal sealed class MeterState
{
    private readonly Dictionary<Guid, SessionLine> _sessions = [];
    private readonly FrozenSet<Label> _watched;
    private ClassLines _all;
    private ClassLines _reconciled;
    private ClassLines _presumed;
    private LabelLines _labels;
    private long _markMs;
    private int _activeSessions;

    /// <param name="period">The period that it counts in.</param>
    /// <param name="ledger">What the ledger says of it.</param>
    /// <param name="watched">The labels that it has lines of; null for none.</param>
    public MeterState(UsagePeriod period, MeterSnapshot ledger, FrozenSet<Label>? watched = null)
    {
        Period = period;
        _watched = watched ?? [];
        _labels.Add(Watched(ledger.Labels));
        for (var i = 0; i < ParticipantClasses.Count; i++)
        {
            _all.Add((ParticipantClass)i, new UsageLine(ledger.ClosedMs[i], 0, 0));
            _reconciled.Add((ParticipantClass)i, new UsageLine(ledger.ReconciledMs[i], 0, 0));
            _presumed.Add((ParticipantClass)i, new UsageLine(ledger.PresumedMs[i], 0, 0));
        }

        foreach (var session in ledger.Sessions)
        {
            // The roll-ups already hold what of this session has ended; from here on its own lines carry that.
            _all.Subtract(ClosedOf(session.Classes));
            _reconciled.Subtract(ClosedOf(session.Reconciled));
            _presumed.Subtract(ClosedOf(session.Presumed));
            _labels.Subtract(ClosedOf(Watched(session.Labels)));
            Take(session);
        }
    }

    public UsagePeriod Period { get; }

    /// <summary>Sessions that go on.</summary>
    public int ActiveSessions => _activeSessions;

    /// <summary>The line of the classes that are billed, together.</summary>
    public UsageLine Billed => _all.Billed();

    /// <summary>The line of the classes that are billed, of whoever has a label; empty unless the label is watched.</summary>
    public UsageLine BilledOf(Label label) => _labels.Of(label).Billed();

    /// <summary>How many are connected, agents and recorders not counted.</summary>
    public long Participants => KeepingOpen(_all);

    /// <summary>How many are connected who have a label, agents and recorders not counted; 0 unless the label is watched.</summary>
    public long ParticipantsOf(Label label) => KeepingOpen(_labels.Of(label));

    /// <summary>
    /// Takes a line in. False when the meter cannot use it and has to read the ledger: it counts in another period, or tells nothing of labels
    /// that are watched.
    /// </summary>
    public bool Apply(SessionLine line)
    {
        if (line.PeriodStartMs != Period.StartMs)
        {
            return false;
        }

        if (_sessions.TryGetValue(line.SessionId, out var known))
        {
            if (!line.Version.IsNewerThan(known.Version))
            {
                if (known.Ended || !line.Ended || !line.Version.HasTheFactsOf(known.Version))
                {
                    return true;
                }

                // Nothing new of anybody, but that the session has ended.
                line = known with { Ended = true };
            }

            line = known.Ended ? line with { Ended = true } : line;
        }

        if (line.LabelsLeftOut && _watched.Count > 0)
        {
            return false;
        }

        if (known is not null)
        {
            Drop(known);
        }

        Take(line);
        return true;
    }

    public UsageReading ReadAt(long nowMs)
    {
        var asOfMs = Math.Max(nowMs, _markMs);
        return new UsageReading
        {
            AsOfMs = asOfMs,
            Period = Period,
            UsedMs = _all.Each(line => line.UsedAt(asOfMs)),
            Active = _all.Each(static line => line.Active),
            ActiveSessions = _activeSessions,
            ReconciledMs = _reconciled.Each(line => line.UsedAt(asOfMs)),
            PresumedMs = _presumed.Each(line => line.UsedAt(asOfMs)),
        };
    }

    private void Take(SessionLine session)
    {
        session = session.Labels.IsDefaultOrEmpty ? session : session with { Labels = Watched(session.Labels) };
        _sessions[session.SessionId] = session;
        _activeSessions += session.Ended ? 0 : 1;
        _markMs = Math.Max(_markMs, session.MarkMs);
        _all.Add(session.Classes);
        _reconciled.Add(session.Reconciled);
        _presumed.Add(session.Presumed);
        _labels.Add(session.Labels);
    }

    private void Drop(SessionLine session)
    {
        _activeSessions -= session.Ended ? 0 : 1;
        _all.Subtract(session.Classes);
        _reconciled.Subtract(session.Reconciled);
        _presumed.Subtract(session.Presumed);
        _labels.Subtract(session.Labels);
    }

    /// <summary>What nobody watches is not kept: a tenant may have more labels than its meter has room for.</summary>
    private ImmutableArray<LabelLine> Watched(ImmutableArray<LabelLine> lines) =>
        lines.IsDefaultOrEmpty ? [] : lines.RemoveAll(line => !_watched.Contains(line.Label));

    private static ImmutableArray<LabelLine> ClosedOf(ImmutableArray<LabelLine> lines) =>
        [.. lines.Select(static line => line with { Line = new UsageLine(line.Line.ClosedMs, 0, 0) })];

    private static ImmutableArray<ClassLine> ClosedOf(ImmutableArray<ClassLine> lines) =>
        [.. lines.Select(static line => line with { Line = new UsageLine(line.Line.ClosedMs, 0, 0) })];

    private static long KeepingOpen(ClassLines lines) =>
        lines.Each(static line => line.Active).Where(static (_, @class) => ((ParticipantClass)@class).KeepsRoomOpen()).Sum();
}
