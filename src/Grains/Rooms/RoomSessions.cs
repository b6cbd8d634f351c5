using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// The sessions of one room: finds the one that is meant, folds what is told or seen of it, hands what that changes to the ledger
/// and, once it is durable, the session's line to the tenant's meter. Never in two places at once, but others of its calls go on while one
/// waits: a busy room is not held to one event for each commit.
/// </summary>
internal sealed class RoomSessions(
    RoomKey key, IRoomStore store, ILedger ledger, MeterFeeds meters, TimeProvider time, IRoomActivation activation)
{
    /// <summary>Ended sessions that are kept in memory, since their last events may still come.</summary>
    private const int EndedSessionsKept = 2;

    /// <summary>
    /// So many looks in a row have had to ask about the room and found nothing to change. One may be due to a count that lags, and each room has its
    /// turn, but not again at once.
    /// </summary>
    private const int LooksOutOfStep = 3;

    /// <summary>The same where agents or recorders are connected: such a room is asked about at every look, and then little follows from it.</summary>
    private const int LooksOutOfStepUncounted = 10;

    private readonly LedgerLane _lane = new();

    /// <summary>One, nearly always, and a few at most: a table of them would be the larger part of a room's memory after its participants.</summary>
    private readonly List<RoomSession> _sessions = new(1);

    /// <summary>Looks into the ledger that are under way, by room sid; null when there are none.</summary>
    private Dictionary<string, Task<SessionSnapshot?>>? _reading;
    private Task _lastCommit = Task.CompletedTask;
    private long? _agreedAtMs;
    private int _agreedInARow;

    /// <summary>Those that are in memory: all that go on, and the last that have ended.</summary>
    public IReadOnlyList<RoomSession> Known => _sessions;

    /// <summary>What the room gives to whoever is seen for the first time from now on.</summary>
    public LabelSet RoomLabels { get; set; } = LabelSet.Empty;

    /// <summary>Whether one goes on.</summary>
    public bool AnyOpen => _sessions.Exists(static session => session.IsOpen);

    /// <summary>
    /// Takes in a session that was read from the ledger, and tells the meter: whoever wrote its last rows may have died before it could, or never have
    /// learned that they are there.
    /// </summary>
    public RoomSession Add(SessionSnapshot found)
    {
        var state = SessionState.Restore(key, found.Session, found.Participants, PeriodStartMs);
        var session = new RoomSession(state, wasEnded: found.Session.EndedAtMs is not null);
        _sessions.Add(session);
        Tell(session, state.LineFrom(PeriodStartMs), endMovedLater: false);
        return session;
    }

    /// <summary>Takes one of LiveKit's events in; returns when what it changed is durable.</summary>
    public async Task<IngestOutcome> IngestAsync(RoomEvent roomEvent)
    {
        if (_lane.IsBroken)
        {
            return IngestOutcome.Failed;
        }

        if (await FindAsync(roomEvent.RoomSid, roomEvent.Generation, roomEvent.RoomCreatedAtMs) is not { } session)
        {
            return IngestOutcome.UnknownSession;
        }

        if (!ledger.TryReserve())
        {
            return IngestOutcome.Overloaded;
        }

        // No await between the fold and the hand-over: the ledger sees a room's entries in the order in which they were decided.
        session.State.RoomLabels = RoomLabels;
        var entry = session.State.Apply(roomEvent, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (entry is null)
        {
            ledger.Release();
            return await CommittedAsync(_lastCommit) ? IngestOutcome.NothingNew : IngestOutcome.Failed;
        }

        return await CommitAsync(session, entry) ? IngestOutcome.Committed : IngestOutcome.Failed;
    }

    /// <summary>Compares the room with what LiveKit has of it; returns when what it changed, or found as it is, is durable.</summary>
    /// <param name="listing">What LiveKit lists.</param>
    /// <param name="lookAt">Asks who is in one of the listed rooms, and has it taken in.</param>
    public async Task<LookOutcome> LookAsync(RoomListing listing, Func<ListedRoom, Task<LookOutcome>> lookAt)
    {
        var outcome = default(LookOutcome);
        foreach (var room in listing.Rooms)
        {
            outcome += await lookAt(room);
        }

        foreach (var session in _sessions.Where(session => session.IsOpen && !IsListed(session, listing)).ToList())
        {
            outcome += await LookAsync(session, state => state.MissSession(listing.ListedAtMs, listing.PreviousMs));
        }

        // What it agreed with may be in memory only. If the ledger never comes to have that, the look has not found the room as the ledger has it.
        if (!await CommittedAsync(_lastCommit))
        {
            return outcome + LookOutcome.Failure;
        }

        KeepInStep(listing, outcome);
        return outcome;
    }

    /// <summary>Takes in what a look at LiveKit says of a session; returns when what it changed is durable.</summary>
    /// <param name="session">Which.</param>
    /// <param name="look">Folds it.</param>
    public async Task<LookOutcome> LookAsync(RoomSession session, Func<SessionState, LedgerEntry?> look)
    {
        if (_lane.IsBroken || !ledger.TryReserve())
        {
            return LookOutcome.Failure;
        }

        session.State.RoomLabels = RoomLabels;
        var entry = look(session.State);
        if (entry is null)
        {
            ledger.Release();
            return default;
        }

        return await CommitAsync(session, entry) ? LookOutcome.Of(entry) : LookOutcome.Failure;
    }

    /// <summary>Puts events of RelayKit's own into the tenant's log, in order with what the room writes besides; whether they are durable.</summary>
    public async Task<bool> TellAsync(ImmutableArray<EventRow> events)
    {
        if (_lane.IsBroken || !ledger.TryReserve())
        {
            return false;
        }

        return await CommittedAsync(_lastCommit = ledger.CommitAsync(_lane, new LedgerEntry { Room = key, Events = events }));
    }

    /// <summary>
    /// The session of a sid. One that is not in memory is a new life of the room, or an old one whose last events come late; the ledger
    /// knows which. Calls that ask meanwhile share the one look.
    /// </summary>
    /// <param name="roomSid">LiveKit's sid of the room.</param>
    /// <param name="generation">The generation in its LiveKit name.</param>
    /// <param name="roomCreatedAtMs">When it began, which is enough to open it; null finds only what is there.</param>
    public async ValueTask<RoomSession?> FindAsync(string roomSid, int generation, long? roomCreatedAtMs)
    {
        if (InMemory(roomSid) is { } known)
        {
            return known;
        }

        if (_reading is null || !_reading.TryGetValue(roomSid, out var reading))
        {
            reading = store.FindSessionAsync(key, roomSid, CancellationToken.None);
            (_reading ??= new(StringComparer.Ordinal))[roomSid] = reading;
        }

        SessionSnapshot? found;
        try
        {
            found = await reading;
        }
        finally
        {
            _reading?.Remove(roomSid);
            _reading = _reading is { Count: > 0 } ? _reading : null;
        }

        if (InMemory(roomSid) is { } addedMeanwhile)
        {
            return addedMeanwhile;
        }

        if (found is not null)
        {
            return Add(found);
        }

        if (roomCreatedAtMs is not { } createdAtMs)
        {
            return null;
        }

        var opened = new RoomSession(SessionState.Open(key, roomSid, generation, createdAtMs, PeriodStartMs), wasEnded: false);
        _sessions.Add(opened);
        return opened;
    }

    private async Task<bool> CommitAsync(RoomSession session, LedgerEntry entry)
    {
        var line = entry.Participant is null && entry.Session is null && entry.LookedParticipants.IsEmpty
            ? null
            : session.State.LineFrom(PeriodStartMs);
        var commit = _lastCommit = ledger.CommitAsync(_lane, entry);
        session.InFlight++;
        var committed = await CommittedAsync(commit);
        session.InFlight--;
        if (committed)
        {
            Follow(session, line, entry.MovesEndLater);
            activation.Committed();
        }

        return committed;
    }

    private async Task<bool> CommittedAsync(Task commit)
    {
        try
        {
            await commit;
            return true;
        }
        catch (LedgerException fault)
        {
            activation.CommitFailed(fault);
            return false;
        }
    }

    private void Follow(RoomSession session, SessionLine? line, bool endMovedLater)
    {
        if (line is not null)
        {
            Tell(session, line, endMovedLater);
        }

        if (!session.IsOpen && _sessions.Count > EndedSessionsKept)
        {
            var gone = _sessions
                .Where(s => !s.IsOpen && s.InFlight == 0)
                .OrderByDescending(s => s.State.Row.EndedAtMs)
                .Skip(EndedSessionsKept)
                .ToList();
            gone.ForEach(s => _sessions.Remove(s));
        }
    }

    private void KeepInStep(RoomListing listing, LookOutcome outcome)
    {
        _agreedInARow = outcome != default ? 0 : listing.PreviousMs == _agreedAtMs ? _agreedInARow + 1 : 1;
        _agreedAtMs = listing.ListedAtMs;
        var hasUncounted = _sessions.Exists(static session => session.State.Live.Count > session.State.Live.CountKeepingOpen());
        if (_agreedInARow >= (hasUncounted ? LooksOutOfStepUncounted : LooksOutOfStep))
        {
            activation.OutOfStep();
        }
    }

    private static bool IsListed(RoomSession session, RoomListing listing) =>
        listing.Rooms.Any(room => room.Sid == session.State.Row.LiveKitSid);

    private void Tell(RoomSession session, SessionLine line, bool endMovedLater)
    {
        var meter = new MeterKey(key.Tenant, key.Mode);
        if (endMovedLater || session.IsPastFollowing(time.GetUtcNow()))
        {
            meters.Invalidate(meter);
        }
        else
        {
            meters.Send(meter, line);
        }
    }

    private RoomSession? InMemory(string roomSid)
    {
        foreach (var session in _sessions)
        {
            if (session.State.Row.LiveKitSid == roomSid)
            {
                return session;
            }
        }

        return null;
    }

    private long PeriodStartMs => UsagePeriod.Containing(time.GetUtcNow()).StartMs;
}
