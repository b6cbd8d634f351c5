using RelayKit.Limits;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>How far a room's own budgets are used up: the line of its sessions, and what earlier ones of the period have used.</summary>
internal sealed class RoomUsage
{
    private readonly Dictionary<Guid, BudgetProgress> _sessions = [];
    private BudgetProgress? _room;
    private UsagePeriod _period;
    private long? _earlierMs;

    /// <summary>Whether what earlier sessions have used has to be read.</summary>
    public bool NeedsEarlier(RoomRules rules, DateTimeOffset now) =>
        rules.Budget is not null && (_earlierMs is null || _period != UsagePeriod.Containing(now));

    /// <summary>Takes in what the ledger has of the room in a period, of which the sessions in memory are a part.</summary>
    public void SetEarlier(UsagePeriod period, long ledgerMs, IEnumerable<RoomSession> inMemory)
    {
        _room = _period == period ? _room : null;
        _period = period;
        _earlierMs = ledgerMs - inMemory.Sum(session => session.State.BilledFrom(period.StartMs).ClosedMs);
    }

    /// <summary>What was read is no longer true: a session has come into memory, or gone.</summary>
    public void Forget() => _earlierMs = null;

    /// <summary>The budgets that have something to watch, with their lines.</summary>
    public IEnumerable<(BudgetProgress Progress, UsageLine Line, RoomSession Session, bool OfSession)> Watched(
        RoomRules rules, IReadOnlyList<RoomSession> sessions)
    {
        if (sessions.LastOrDefault(static session => session.IsOpen) is not { } open)
        {
            yield break;
        }

        if (rules.SessionBudget is { } own)
        {
            if (!_sessions.TryGetValue(open.State.Row.Id, out var progress) || progress.Budget != own)
            {
                _sessions.Clear();
                _sessions[open.State.Row.Id] = progress = new BudgetProgress(own, BudgetProgress.DefaultThresholds);
            }

            yield return (progress, open.State.BilledFrom(open.State.Row.StartedAtMs), open, true);
        }

        if (rules.Budget is { } room && _earlierMs is { } earlierMs)
        {
            _room = _room?.Budget == room ? _room : new BudgetProgress(room, BudgetProgress.DefaultThresholds);
            var line = sessions.Aggregate(new UsageLine(earlierMs, 0, 0), (sum, session) => sum + session.State.BilledFrom(_period.StartMs));
            yield return (_room, line, open, false);
        }
    }

    /// <summary>The budget that lets nobody in any more; null for none.</summary>
    public ReachedLimit? UsedUp(RoomRules rules, RoomKey room, IReadOnlyList<RoomSession> sessions, long nowMs)
    {
        foreach (var (progress, line, _, ofSession) in Watched(rules, sessions))
        {
            if (progress.Budget.Action != BudgetAction.Alert && line.UsedAt(nowMs) >= progress.Budget.Ms)
            {
                return new ReachedLimit(
                    LimitNames.Minutes,
                    ofSession ? LimitScope.Session : LimitScope.Room,
                    room.Name,
                    progress.Budget.Minutes,
                    line.UsedAt(nowMs) / Budget.MsPerMinute,
                    LimitOwner.Tenant);
            }
        }

        return null;
    }
}
