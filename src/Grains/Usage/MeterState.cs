namespace RelayKit.Usage;

/// <summary>
/// A tenant's meter: what the ledger had when it was read, and the newest line of each session that has changed since.
/// Reads no clock and does no I/O; taking a line in, and reading the total, cost the same however many sessions there are.
/// </summary>
internal sealed class MeterState
{
    private readonly Dictionary<Guid, SessionLine> _sessions = [];
    private readonly UsageLine[] _totals = new UsageLine[ParticipantClasses.Count];
    private long _markMs;
    private int _activeSessions;

    public MeterState(UsagePeriod period, MeterSnapshot ledger)
    {
        Period = period;
        for (var i = 0; i < _totals.Length; i++)
        {
            _totals[i] = new UsageLine(ledger.ClosedMs[i], 0, 0);
        }

        foreach (var session in ledger.Sessions)
        {
            // The roll-ups already hold what of this session has ended; from here on its own line carries that.
            foreach (var (@class, line) in session.Classes)
            {
                _totals[(int)@class] -= new UsageLine(line.ClosedMs, 0, 0);
            }

            Take(session);
        }
    }

    public UsagePeriod Period { get; }

    /// <summary>Takes a line in. False when the meter cannot use it and has to read the ledger: it counts in another period.</summary>
    public bool Apply(SessionLine line)
    {
        if (line.PeriodStartMs != Period.StartMs)
        {
            return false;
        }

        if (_sessions.TryGetValue(line.SessionId, out var known))
        {
            if (!line.Version.IsNewerThan(known.Version) && !(line.Version == known.Version && line.Ended && !known.Ended))
            {
                return true;
            }

            Drop(known);
            line = known.Ended ? line with { Ended = true } : line;
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
            UsedMs = [.. _totals.Select(line => line.UsedAt(asOfMs))],
            Active = [.. _totals.Select(line => line.Active)],
            ActiveSessions = _activeSessions,
        };
    }

    private void Take(SessionLine session)
    {
        _sessions[session.SessionId] = session;
        _activeSessions += session.Ended ? 0 : 1;
        _markMs = Math.Max(_markMs, session.MarkMs);
        foreach (var (@class, line) in session.Classes)
        {
            _totals[(int)@class] += line;
        }
    }

    private void Drop(SessionLine session)
    {
        _activeSessions -= session.Ended ? 0 : 1;
        foreach (var (@class, line) in session.Classes)
        {
            _totals[(int)@class] -= line;
        }
    }
}
