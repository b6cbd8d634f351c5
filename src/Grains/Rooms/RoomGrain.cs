using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using RelayKit.Ingress;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.LiveKit;
using RelayKit.Recordings;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Rooms;

[RoomPlacement]
internal sealed partial class RoomGrain(
    IRoomStore store,
    ILedger ledger,
    LiveKitClusters liveKit,
    LabelSeals seals,
    MeterFeeds meters,
    RoomHomes homes,
    AutomaticRecordings automatic,
    TimeProvider time,
    ILogger<RoomGrain> logger) : Grain, IRoomGrain, IRoomActivation
{
    private RoomKey _key;
    private RoomRecord? _record;
    private RoomSessions _sessions = null!;

    private readonly RoomBans _bans = new();

    /// <summary>By which list of silos the room is where it is.</summary>
    private RoomHomesView? _placedBy;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = RoomKey.Parse(this.GetPrimaryKeyString());
        _sessions = new RoomSessions(_key, store, ledger, meters, time, activation: this);
        _placedBy = homes.Current;
        if (await store.LoadAsync(_key, cancellationToken) is { } snapshot)
        {
            _record = snapshot.Record;
            _sessions.RoomLabels = _record.Settings.Labels;
            foreach (var session in snapshot.OpenSessions)
            {
                _sessions.Add(session);
            }

            foreach (var ban in snapshot.Bans)
            {
                _bans.Set(ban);
            }

            Watch();
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
            GenerationSince = _record?.GenerationSince,
            LiveKitCluster = cluster,
            Settings = settings,
            CreatedAt = time.GetUtcNow(),
            Version = (_record?.Version ?? 0) + 1,
        };
        if (_record is not null)
        {
            // Who was kept out of the room that was deleted is not kept out of this one.
            await store.DeleteBansAsync(_key, identity: null, cancellation);
            _bans.Clear();
        }

        await SaveAsync(record, cancellation);
        return new CreatedRoom(Describe(record), IsNew: true);
    }

    public async Task<Result<Room>> UpdateAsync(RoomChange change, CancellationToken cancellation)
    {
        if (_record is not { DeletedAt: null } record)
        {
            return NotFound();
        }

        var settings = change.Apply(record.Settings);
        if (settings != record.Settings)
        {
            await SaveAsync(record with { Settings = settings, Version = record.Version + 1 }, cancellation);
        }

        Watch();
        return change.Given.HasFlag(RoomFields.Metadata) && await TellMetadataAsync(settings.Metadata ?? "", cancellation) is { } unreachable
            ? unreachable
            : Describe(_record);
    }

    public async Task<Result<Room>> RevokeTokensAsync(DateTimeOffset askedAt, CancellationToken cancellation)
    {
        if (_record is not { DeletedAt: null } record)
        {
            return NotFound();
        }

        if (!(record.GenerationSince >= askedAt))
        {
            await SaveAsync(NextGeneration(record), cancellation);
        }

        return await EndInLiveKitAsync(_record, cancellation) is { } unreachable ? unreachable : Describe(_record);
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
            [.. _sessions.Known.SelectMany(session => session.State.Live.Select(live => live with { SessionId = session.State.Row.Id })).OrderBy(p => p.JoinedAtMs).ThenBy(p => p.Id)];
        return Task.FromResult<Result<ImmutableArray<LiveParticipant>>>(live);
    }

    public Task<Result<Room>> DeleteAsync(DateTimeOffset askedAt, CancellationToken cancellation) =>
        CloseAsync(askedAt, WhenLive.End, cancellation);

    public async Task<Result<Room>> CloseAsync(DateTimeOffset askedAt, WhenLive whenLive, CancellationToken cancellation)
    {
        if (_record is null || (_record.DeletedAt < askedAt && !_sessions.AnyOpen))
        {
            return NotFound();
        }

        if (_record.DeletedAt is null && _sessions.AnyOpen && whenLive != WhenLive.End)
        {
            return whenLive == WhenLive.Fail
                ? new Error(ErrorCode.RoomIsLive, $"Room '{_key.Name}' is live. Delete it with when_live=end or when_live=after, or wait until it is idle.")
                : await CloseAfterwardsAsync(_record, cancellation);
        }

        if (_record.DeletedAt is null)
        {
            // The generation moves on before LiveKit is asked: from here no token that RelayKit mints leads to the old room.
            await SaveAsync(NextGeneration(_record) with { DeletedAt = time.GetUtcNow(), IsClosing = false }, cancellation);
        }

        var record = _record;
        return await EndInLiveKitAsync(record, cancellation) is { } unreachable
            ? unreachable
            : Describe(record with { Generation = record.Generation - 1 });
    }

    public Task<IngestOutcome> IngestAsync(RoomEvent roomEvent)
    {
        if (_record is null)
        {
            DeactivateOnIdle();
            return Task.FromResult(IngestOutcome.UnknownRoom);
        }

        if (IsOfAFormerGeneration(roomEvent))
        {
            return Task.FromResult(IngestOutcome.NothingNew);
        }

        if (_record.Settings is { Rules: null, Recording: null } && !_record.IsClosing && !_bans.Any)
        {
            return _sessions.IngestAsync(roomEvent);
        }

        return IngestWatchedAsync(roomEvent);
    }

    private async Task<IngestOutcome> IngestWatchedAsync(RoomEvent roomEvent)
    {
        var outcome = await _sessions.IngestAsync(roomEvent);
        _tracks?.Apply(roomEvent);
        KeepOut(roomEvent);
        RecordWhenPublished(roomEvent);
        Watch();
        return outcome;
    }

    void IRoomActivation.CommitFailed(LedgerException fault)
    {
        LogCommitFailed(fault, _key);
        DeactivateOnIdle();
    }

    void IRoomActivation.OutOfStep()
    {
        LogOutOfStep(_key);
        DeactivateOnIdle();
    }

    /// <summary>
    /// A silo that joins is to carry its share of the rooms that are awake already, and what arrives there for one of them is to
    /// find it there. Asked for once by each list of silos: Orleans may have reasons to leave the room here.
    /// </summary>
    void IRoomActivation.Committed()
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

    private async Task<Result<Room>> CloseAfterwardsAsync(RoomRecord record, CancellationToken cancellation)
    {
        if (!record.IsClosing)
        {
            await SaveAsync(record with { IsClosing = true, Version = record.Version + 1 }, cancellation);
        }

        return Describe(_record!);
    }

    /// <summary>A room that is not live gets its metadata with its first join.</summary>
    private async Task<Error?> TellMetadataAsync(string metadata, CancellationToken cancellation)
    {
        if (!_sessions.AnyOpen || !liveKit.TryGetByName(_record!.LiveKitCluster, out var cluster))
        {
            return null;
        }

        try
        {
            await cluster.Client.UpdateRoomMetadataAsync(new LiveKitRoomName(_key, _record.Generation).ToString(), metadata, cancellation);
            return null;
        }
        catch (LiveKitException absent) when (absent.Code == LiveKitErrorCode.NotFound)
        {
            return null;
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
            return new Error(
                ErrorCode.LiveKitUnavailable, $"The settings of room '{_key.Name}' are changed, but LiveKit could not be told the metadata. Repeat the call.");
        }
    }

    private async Task SaveAsync(RoomRecord record, CancellationToken cancellation)
    {
        if (!await store.SaveAsync(record, cancellation))
        {
            // Orleans lets an activation go that throws this.
            throw new InconsistentStateException(
                $"Room '{_key}' is no longer at version {record.Version - 1}: another activation has written it.");
        }

        var hasMoved = _record is null || _record.Generation != record.Generation || _record.DeletedAt != record.DeletedAt;
        _record = record;
        _sessions.RoomLabels = record.Settings.Labels;
        if (hasMoved && record.Version > 1)
        {
            // Where streams from outside come in leads to this room by its LiveKit name, which is another now.
            GrainFactory.GetGrain<IIngressesOfRoomGrain>(_key.ToString()).FollowAsync().Ignore();
        }
    }

    private async Task<Error?> EndInLiveKitAsync(RoomRecord record, CancellationToken cancellation)
    {
        var generations = _sessions.Known.Where(session => session.IsOpen).Select(session => session.State.Row.Generation)
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
            return !_sessions.AnyOpen ? null : new Error(
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
        var open = _sessions.Known.Where(session => session.IsOpen).MaxBy(session => session.State.Row.StartedAtMs);
        return new Room
        {
            LiveKitName = new LiveKitRoomName(_key, record.Generation),
            Settings = record.Settings,
            Status = record.DeletedAt is not null ? RoomStatus.Closed : open is null ? RoomStatus.Idle : RoomStatus.Live,
            Participants = _sessions.Known.Sum(session => session.State.Live.CountKeepingOpen()),
            SessionId = open?.State.Row.Id,
            CreatedAt = record.CreatedAt,
            LiveKitCluster = record.LiveKitCluster,
            IsClosing = record.IsClosing,
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
