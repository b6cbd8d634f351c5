using System.Collections.Immutable;
using RelayKit.Events;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.LiveKit;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// What the room's rules demand at instants that are known in advance: one timer is set for the next of them, and set anew whenever they change.
/// A room with a session that goes on is called once a minute by whoever watches over rooms with rules (WatchGrain), so it does not fall asleep, and no instant is missed
/// for long when a silo dies.
/// </summary>
internal sealed partial class RoomGrain
{
    /// <summary>After how long something that LiveKit did not do is tried again.</summary>
    private const long RetryMs = 5_000;

    /// <summary>A timer is set for no longer than this; then it is looked again.</summary>
    private const long LongestWaitMs = 3_600_000;

    private IGrainTimer? _timer;
    private long _timerDueMs;
    private PublishedTracks? _tracks;
    private RoomUsage? _usage;
    private bool _acting;

    /// <summary>What was asked of LiveKit and has not come about: when to ask again.</summary>
    private Dictionary<(RoomRule Rule, string? ParticipantSid), long>? _asked;

    /// <summary>Not before this instant anything is tried again.</summary>
    private long _notBeforeMs;

    public Task WatchAsync()
    {
        Watch();
        return Task.CompletedTask;
    }

    public async Task EndForBudgetAsync(Label? label, long atMs)
    {
        if (_record is null)
        {
            return;
        }

        foreach (var session in Open().ToList())
        {
            if (label is not { } only || _record.Settings.Labels.Labels.Contains(only))
            {
                await EndByRuleAsync(session, new RoomDeadline(atMs, RoomRule.Budget), isFirst: true, CancellationToken.None);
                continue;
            }

            foreach (var live in session.State.Live.Where(live => live.Labels?.Labels.Contains(only) == true).ToList())
            {
                await RemoveByRuleAsync(session, new RoomDeadline(atMs, RoomRule.Budget, live.LiveKitSid), isFirst: true, CancellationToken.None);
            }
        }
    }

    public async Task EndForSuspensionAsync(long atMs)
    {
        if (_record is null)
        {
            return;
        }

        foreach (var session in Open().ToList())
        {
            // One that a token from before began is told as of its beginning.
            var deadline = new RoomDeadline(Math.Max(atMs, session.State.Row.StartedAtMs), RoomRule.Suspension);
            await EndByRuleAsync(session, deadline, isFirst: true, CancellationToken.None);
        }
    }

    public async Task RemoveOverLimitAsync(ImmutableArray<string> livekitSids)
    {
        foreach (var session in Open().ToList())
        {
            foreach (var live in session.State.Live.Where(live => livekitSids.Contains(live.LiveKitSid)).ToList())
            {
                // Told as of when it joined: so a repetition tells the same.
                var deadline = new RoomDeadline(live.JoinedAtMs, RoomRule.ParticipantsLimit, live.LiveKitSid);
                await RemoveByRuleAsync(session, deadline, isFirst: true, CancellationToken.None);
            }
        }
    }

    private RoomRules Rules => _record?.Settings.Rules ?? RoomRules.None;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Sets the timer for what the rules demand next. Costs nothing where there are none.</summary>
    private void Watch()
    {
        if (_record is not { DeletedAt: null } || (_record.Settings.Rules is null && !_record.IsClosing))
        {
            return;
        }

        if (NextDueMs() is not { } dueMs)
        {
            _timerDueMs = 0;
            return;
        }

        var wait = Math.Clamp(dueMs - NowMs, 1, LongestWaitMs);
        if (_timerDueMs == NowMs + wait)
        {
            return;
        }

        _timerDueMs = NowMs + wait;
        var due = TimeSpan.FromMilliseconds(wait);
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(OnTimerAsync, new GrainTimerCreationOptions { DueTime = due, Period = Timeout.InfiniteTimeSpan, Interleave = true });
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private long? NextDueMs()
    {
        if (_record!.IsClosing && !_sessions.AnyOpen)
        {
            return Math.Max(NowMs, _notBeforeMs);
        }

        if (!Rules.HasDeadlines || !_sessions.AnyOpen)
        {
            return null;
        }

        if (_usage is null ? Rules.Budget is not null || Rules.SessionBudget is not null : _usage.NeedsEarlier(Rules, time.GetUtcNow()))
        {
            return NowMs;
        }

        var instants = Open().SelectMany(Deadlines).Select(DueMs).Concat(BudgetInstants()).ToList();
        return instants.Count == 0 ? null : Math.Max(instants.Min(), _notBeforeMs);
    }

    private IEnumerable<RoomSession> Open() => _sessions.Known.Where(static session => session.IsOpen);

    private IEnumerable<RoomDeadline> Deadlines(RoomSession session)
    {
        if (Rules.IdleTimeoutSeconds is not null)
        {
            _tracks ??= new PublishedTracks(NowMs);
        }

        return RoomDeadlines.Of(Rules, session.State, _tracks?.QuietSinceMs);
    }

    private long DueMs(RoomDeadline deadline) =>
        _asked is not null && _asked.TryGetValue((deadline.Rule, deadline.ParticipantSid), out var againMs) ? Math.Max(deadline.AtMs, againMs) : deadline.AtMs;

    private IEnumerable<long> BudgetInstants()
    {
        foreach (var (progress, line, _, ofSession) in _usage?.Watched(Rules, _sessions.Known) ?? [])
        {
            if (progress.NextAtMs(line, NowMs) is { } atMs)
            {
                yield return atMs;
            }
            else if (progress.EndsAtMs is { } endsAtMs)
            {
                yield return DueMs(new RoomDeadline(endsAtMs, ofSession ? RoomRule.SessionBudget : RoomRule.Budget));
            }
        }
    }

    private async Task OnTimerAsync(CancellationToken cancellation)
    {
        if (_acting)
        {
            return;
        }

        _acting = true;
        try
        {
            _timerDueMs = 0;
            await ReadEarlierUsageAsync(cancellation);
            if (_record is { IsClosing: true, DeletedAt: null } && !_sessions.AnyOpen)
            {
                await CloseAsync(time.GetUtcNow(), WhenLive.End, cancellation);
                return;
            }

            await TellOfBudgetsAsync();
            var due = Open().SelectMany(session => Deadlines(session).Select(deadline => (Session: session, Deadline: deadline))).Concat(BudgetEnds())
                .Where(found => DueMs(found.Deadline) <= NowMs)
                .ToList();
            foreach (var (session, deadline) in due.Where(static found => found.Session.IsOpen))
            {
                await ActAsync(session, deadline, cancellation);
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogRuleFailed(fault, _key);
            _notBeforeMs = NowMs + RetryMs;
        }
        finally
        {
            _acting = false;
            Watch();
        }
    }

    private IEnumerable<(RoomSession Session, RoomDeadline Deadline)> BudgetEnds() => (_usage?.Watched(Rules, _sessions.Known) ?? [])
        .Where(static watched => watched.Progress.EndsAtMs is not null)
        .Select(static watched => (
            watched.Session,
            new RoomDeadline(watched.Progress.EndsAtMs!.Value, watched.OfSession ? RoomRule.SessionBudget : RoomRule.Budget)));

    /// <summary>Does what a rule demands. Until LiveKit has told that it came about, it is asked again now and then.</summary>
    private async Task ActAsync(RoomSession session, RoomDeadline deadline, CancellationToken cancellation)
    {
        var key = (deadline.Rule, deadline.ParticipantSid);
        var isFirst = _asked is null || !_asked.ContainsKey(key);
        if (isFirst && deadline.Rule is RoomRule.SoloTimeoutSeconds or RoomRule.IdleTimeoutSeconds
            && !await IsStillTrueAsync(session, deadline.Rule, cancellation))
        {
            _notBeforeMs = NowMs + RetryMs;
            return;
        }

        await (deadline.Rule == RoomRule.MaxParticipantSeconds
            ? RemoveByRuleAsync(session, deadline, isFirst, cancellation)
            : EndByRuleAsync(session, deadline, isFirst, cancellation));
        (_asked ??= [])[key] = NowMs + RetryMs;
    }

    /// <summary>
    /// Ends what goes on, so that it stays ended: the room moves on to its next generation, and no token from before leads anywhere. Told in the
    /// tenant's log first, then done.
    /// </summary>
    private async Task EndByRuleAsync(RoomSession session, RoomDeadline deadline, bool isFirst, CancellationToken cancellation)
    {
        var row = session.State.Row;
        if (isFirst)
        {
            var rule = deadline.Rule.Word();
            var told = new EventRow(
                TenantEventIds.Of(deadline.AtMs, TenantEventTypes.RoomEnding, _key, row.LiveKitSid, rule),
                TenantEventTypes.RoomEnding,
                deadline.AtMs,
                TenantEventData.Ending(_key, row, rule));
            if (!await _sessions.TellAsync([told]))
            {
                return;
            }
        }

        if (_record!.Generation == row.Generation)
        {
            await SaveAsync(NextGeneration(_record), cancellation);
        }

        await TryDeleteInLiveKitAsync(row.Generation, cancellation);
    }

    private async Task RemoveByRuleAsync(RoomSession session, RoomDeadline deadline, bool isFirst, CancellationToken cancellation)
    {
        if (session.State.Live.FirstOrDefault(live => live.LiveKitSid == deadline.ParticipantSid) is { } who
            && (!isFirst || await _sessions.TellAsync(
                [RemovedEvent(session, who, new ParticipantRemoval(who.Identity, deadline.Rule.Word(), null, null), "rule", null, deadline.AtMs)])))
        {
            await TryRemoveInLiveKitAsync(session.State.Row.Generation, who.Identity, cancellation);
        }
    }

    /// <summary>Asks LiveKit before a session is ended for what webhooks have, or have not, told.</summary>
    private async Task<bool> IsStillTrueAsync(RoomSession session, RoomRule rule, CancellationToken cancellation)
    {
        if (!liveKit.TryGetByName(_record!.LiveKitCluster, out var cluster))
        {
            return false;
        }

        IReadOnlyList<LiveKitParticipant> there;
        try
        {
            there = await cluster.Client.ListParticipantsAsync(new LiveKitRoomName(_key, session.State.Row.Generation).ToString(), cancellation);
        }
        catch (LiveKitException fault)
        {
            LogLookFailed(fault, _key);
            return false;
        }

        _tracks?.Replace(there.SelectMany(static who => who.Tracks.Select(track => (who.Sid, track.Sid))), NowMs);
        return rule == RoomRule.IdleTimeoutSeconds
            ? _tracks?.QuietSinceMs is { } since && since + (Rules.IdleTimeoutSeconds * 1000L) <= NowMs
            : there.Count(static who => who.State == ParticipantState.Active && LiveKitFacts.Of(who).Class.KeepsRoomOpen()) <= 1;
    }

    private async Task ReadEarlierUsageAsync(CancellationToken cancellation)
    {
        if (Rules.Budget is null && Rules.SessionBudget is null)
        {
            _usage = null;
            return;
        }

        _usage ??= new RoomUsage();
        if (_usage.NeedsEarlier(Rules, time.GetUtcNow()))
        {
            var period = UsagePeriod.Containing(time.GetUtcNow());
            _usage.SetEarlier(period, await store.ReadUsageAsync(_key, period, cancellation), _sessions.Known);
        }
    }

    private async Task TellOfBudgetsAsync()
    {
        foreach (var (progress, line, session, ofSession) in (_usage?.Watched(Rules, _sessions.Known) ?? []).ToList())
        {
            var periodMs = ofSession ? session.State.Row.StartedAtMs : UsagePeriod.Containing(time.GetUtcNow()).StartMs;
            var scope = ofSession ? Limits.LimitScope.Session : Limits.LimitScope.Room;
            var subject = ofSession ? session.State.Row.LiveKitSid : _key.Name;
            var events = progress.TakeMet(line, NowMs)
                .Select(crossing => BudgetEvents.Of(_key, crossing, scope, subject, periodMs))
                .ToImmutableArray();
            if (!events.IsEmpty)
            {
                await _sessions.TellAsync(events);
            }
        }
    }

    private RoomRecord NextGeneration(RoomRecord record) => record with
    {
        Generation = record.Generation + 1,
        GenerationSince = time.GetUtcNow(),
        Version = record.Version + 1,
    };

    private async Task TryDeleteInLiveKitAsync(int generation, CancellationToken cancellation)
    {
        try
        {
            await DeleteInLiveKitAsync(_record!.LiveKitCluster, new LiveKitRoomName(_key, generation), cancellation);
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
        }
    }

    private async Task TryRemoveInLiveKitAsync(int generation, string identity, CancellationToken cancellation)
    {
        if (!liveKit.TryGetByName(_record!.LiveKitCluster, out var cluster))
        {
            return;
        }

        try
        {
            await cluster.Client.RemoveParticipantAsync(new LiveKitRoomName(_key, generation).ToString(), identity, cancellation);
        }
        catch (LiveKitException fault) when (fault.Code != LiveKitErrorCode.NotFound)
        {
            LogLiveKitFailed(fault, _key);
        }
        catch (LiveKitException)
        {
            // Gone already.
        }
    }
}
