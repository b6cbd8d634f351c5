using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using RelayKit.Ledger;
using RelayKit.LiveKit;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Rooms;

[RoomPlacement]
internal sealed partial class RoomGrain(
    IRoomStore store,
    ILedger ledger,
    LiveKitClusters liveKit,
    MeterFeeds meters,
    RoomHomes homes,
    TimeProvider time,
    ILogger<RoomGrain> logger) : Grain, IRoomGrain
{
    /// <summary>Ended sessions that are kept in memory, since their last events may still come.</summary>
    private const int EndedSessionsKept = 2;

    private readonly LedgerLane _lane = new();

    /// <summary>One, nearly always, and a few at most: a table of them would be the larger part of a room's memory after its participants.</summary>
    private readonly List<RoomSession> _sessions = new(1);

    /// <summary>Looks into the ledger that are under way, by room sid; null when there are none.</summary>
    private Dictionary<string, Task<SessionSnapshot?>>? _reading;
    private RoomKey _key;
    private RoomRecord? _record;
    private Task _lastCommit = Task.CompletedTask;
    private MeterKey _meter;

    /// <summary>By which list of silos the room is where it is.</summary>
    private RoomHomesView? _placedBy;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = RoomKey.Parse(this.GetPrimaryKeyString());
        _meter = new MeterKey(_key.Tenant, _key.Mode);
        _placedBy = homes.Current;
        if (await store.LoadAsync(_key, cancellationToken) is { } snapshot)
        {
            _record = snapshot.Record;
            foreach (var session in snapshot.OpenSessions)
            {
                _sessions.Add(Restore(session));
            }
        }
    }

    public async Task<Result<CreatedRoom>> CreateAsync(RoomSettings settings, CancellationToken cancellation)
    {
        if (_record is { DeletedAt: null } existing)
        {
            return existing.Settings == settings
                ? new CreatedRoom(Describe(existing), IsNew: false)
                : new Error(
                    ErrorCode.RoomExistsWithOtherSettings,
                    $"Room '{_key.Name}' exists with other settings. Ask for the settings it has, or delete it first.");
        }

        var cluster = await GrainFactory.GetGrain<ITenantGrain>(_key.Tenant.ToString()).GetLiveKitClusterAsync();
        var record = new RoomRecord
        {
            Key = _key,
            Generation = _record?.Generation ?? 1,
            LiveKitCluster = cluster,
            Settings = settings,
            CreatedAt = time.GetUtcNow(),
            Version = (_record?.Version ?? 0) + 1,
        };
        await SaveAsync(record, cancellation);
        return new CreatedRoom(Describe(record), IsNew: true);
    }

    public Task<Result<Room>> GetAsync()
    {
        if (_record is { DeletedAt: null } record)
        {
            return Task.FromResult<Result<Room>>(Describe(record));
        }

        return Task.FromResult<Result<Room>>(NotFound());
    }

    public Task<Result<ImmutableArray<LiveParticipant>>> ListParticipantsAsync()
    {
        if (_record is not { DeletedAt: null })
        {
            return Task.FromResult<Result<ImmutableArray<LiveParticipant>>>(NotFound());
        }

        ImmutableArray<LiveParticipant> live =
            [.. _sessions.SelectMany(session => session.State.Live).OrderBy(p => p.JoinedAtMs).ThenBy(p => p.Id)];
        return Task.FromResult<Result<ImmutableArray<LiveParticipant>>>(live);
    }

    public async Task<Result<Room>> DeleteAsync(DateTimeOffset askedAt, CancellationToken cancellation)
    {
        if (_record is null || (_record.DeletedAt < askedAt && !_sessions.Exists(session => session.IsOpen)))
        {
            return NotFound();
        }

        if (_record.DeletedAt is null)
        {
            // The generation moves on before LiveKit is asked: from here no token that RelayKit mints leads to the old room.
            var deleted = _record with
            {
                Generation = _record.Generation + 1,
                DeletedAt = time.GetUtcNow(),
                Version = _record.Version + 1,
            };
            await SaveAsync(deleted, cancellation);
        }

        var record = _record;
        return await EndInLiveKitAsync(record, cancellation) is { } unreachable
            ? unreachable
            : Describe(record with { Generation = record.Generation - 1 });
    }

    public async Task<IngestOutcome> IngestAsync(RoomEvent roomEvent)
    {
        if (_record is null)
        {
            DeactivateOnIdle();
            return IngestOutcome.UnknownRoom;
        }

        if (_lane.IsBroken)
        {
            return IngestOutcome.Failed;
        }

        if (IsOfAFormerGeneration(roomEvent))
        {
            return IngestOutcome.NothingNew;
        }

        if (await SessionOfAsync(roomEvent.RoomSid, roomEvent.Generation, roomEvent.RoomCreatedAtMs) is not { } session)
        {
            return IngestOutcome.UnknownSession;
        }

        if (!ledger.TryReserve())
        {
            return IngestOutcome.Overloaded;
        }

        // No await between the fold and the hand-over: the ledger sees a room's entries in the order in which they were decided.
        var entry = session.State.Apply(roomEvent, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (entry is null)
        {
            ledger.Release();
            return await CommittedAsync(_lastCommit) ? IngestOutcome.NothingNew : IngestOutcome.Failed;
        }

        return await CommitAsync(session, entry) ? IngestOutcome.Committed : IngestOutcome.Failed;
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
            GoHome();
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
            // What is in memory may be ahead of the ledger, or behind it: the next activation reads what is true.
            LogCommitFailed(fault, _key);
            DeactivateOnIdle();
            return false;
        }
    }

    private void Follow(RoomSession session, SessionLine? line, bool endMovedLater)
    {
        if (line is not null)
        {
            if (endMovedLater || session.IsPastFollowing(time.GetUtcNow()))
            {
                meters.Invalidate(_meter);
            }
            else
            {
                meters.Send(_meter, line);
            }
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

    /// <summary>
    /// A silo that joins is to carry its share of the rooms that are awake already, and what arrives there for one of them is to
    /// find it there. Asked for once by each list of silos: Orleans may have reasons to leave the room here.
    /// </summary>
    private void GoHome()
    {
        var current = homes.Current;
        if (!ReferenceEquals(current, _placedBy))
        {
            _placedBy = current;
            if (current.ElsewhereOf(this.GetGrainId()) is not null)
            {
                MigrateOnIdle();
            }
        }
    }

    private async ValueTask<RoomSession?> SessionOfAsync(string roomSid, int generation, long? roomCreatedAtMs)
    {
        if (Known(roomSid) is { } known)
        {
            return known;
        }

        // An unknown sid is a new life of the room, or an old one whose last events come late; the ledger knows which.
        // Events that arrive meanwhile share the one look.
        if (_reading is null || !_reading.TryGetValue(roomSid, out var reading))
        {
            reading = store.FindSessionAsync(_key, roomSid, CancellationToken.None);
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

        var session = Known(roomSid);
        if (session is null)
        {
            if (found is not null)
            {
                session = Restore(found);
            }
            else if (roomCreatedAtMs is { } createdAtMs)
            {
                session = new RoomSession(SessionState.Open(_key, roomSid, generation, createdAtMs, PeriodStartMs), wasEnded: false);
            }
            else
            {
                return null;
            }

            _sessions.Add(session);
        }

        return session;
    }

    private RoomSession? Known(string roomSid)
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

    private RoomSession Restore(SessionSnapshot found) => new(
        SessionState.Restore(_key, found.Session, found.Participants, PeriodStartMs), wasEnded: found.Session.EndedAtMs is not null);

    private long PeriodStartMs => UsagePeriod.Containing(time.GetUtcNow()).StartMs;

    private async Task SaveAsync(RoomRecord record, CancellationToken cancellation)
    {
        if (!await store.SaveAsync(record, cancellation))
        {
            // Orleans lets an activation go that throws this.
            throw new InconsistentStateException(
                $"Room '{_key}' is no longer at version {record.Version - 1}: another activation has written it.");
        }

        _record = record;
    }

    private async Task<Error?> EndInLiveKitAsync(RoomRecord record, CancellationToken cancellation)
    {
        var generations = _sessions.Where(session => session.IsOpen).Select(session => session.State.Row.Generation)
            .Append(record.Generation - 1)
            .Distinct()
            .ToList();
        try
        {
            foreach (var generation in generations)
            {
                await DeleteInLiveKitAsync(record.LiveKitCluster, new LiveKitRoomName(_key, generation), cancellation);
            }

            return null;
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
            return _sessions.TrueForAll(session => !session.IsOpen) ? null : new Error(
                ErrorCode.LiveKitUnavailable,
                $"Room '{_key.Name}' is deleted, but LiveKit could not be told to end the session that goes on. Repeat the call.");
        }
    }

    private async Task DeleteInLiveKitAsync(string cluster, LiveKitRoomName name, CancellationToken cancellation)
    {
        if (!liveKit.TryGetByName(cluster, out var found))
        {
            throw new LiveKitException(LiveKitErrorCode.Unavailable, $"The LiveKit cluster '{cluster}' is no longer configured.");
        }

        try
        {
            await found.Client.DeleteRoomAsync(name.ToString(), cancellation);
        }
        catch (LiveKitException absent) when (absent.Code == LiveKitErrorCode.NotFound)
        {
            // Nobody was in it: there is nothing to end.
        }
    }

    private Room Describe(RoomRecord record)
    {
        var open = _sessions.Where(session => session.IsOpen).MaxBy(session => session.State.Row.StartedAtMs);
        return new Room
        {
            LiveKitName = new LiveKitRoomName(_key, record.Generation),
            Settings = record.Settings,
            Status = record.DeletedAt is not null ? RoomStatus.Closed : open is null ? RoomStatus.Idle : RoomStatus.Live,
            Participants = _sessions.Sum(session => session.State.Live.CountKeepingOpen()),
            SessionId = open?.State.Row.Id,
            CreatedAt = record.CreatedAt,
            LiveKitCluster = record.LiveKitCluster,
        };
    }

    private Error NotFound()
    {
        if (_record is null)
        {
            // A name that nobody uses is not worth an activation.
            DeactivateOnIdle();
        }

        return new Error(ErrorCode.RoomNotFound, $"There is no room '{_key.Name}'. Create it with POST /v1/rooms.");
    }
}
