using System.Collections.Immutable;
using RelayKit.Events;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.LiveKit;

namespace RelayKit.Rooms;

/// <summary>What is done to those who are in the room, by LiveKit's hand.</summary>
internal sealed partial class RoomGrain
{
    public Task<Result<Room>> AdmitAsync(AdmissionRequest request)
    {
        if (_record is not { DeletedAt: null } record)
        {
            return Task.FromResult<Result<Room>>(NotFound());
        }

        var refusal = NeedsDeciding(record, request)
            ? RoomAdmission.Refusal(record, Present(), _bans, _usage?.UsedUp(Rules, _key, _sessions.Known, NowMs), request, time.GetUtcNow())
            : null;
        return Task.FromResult<Result<Room>>(refusal is null ? Describe(record) : refusal);
    }

    public async Task<Result<ParticipantDetails>> GetParticipantAsync(string identity, CancellationToken cancellation)
    {
        var (place, error) = FindPlace(identity);
        if (place is null)
        {
            return error!;
        }

        try
        {
            return Detail(place, await place.Client.GetParticipantAsync(place.Name, identity, cancellation));
        }
        catch (LiveKitException fault)
        {
            return LiveKitRefusals.ToError(fault, NotConnected(identity));
        }
    }

    public async Task<Result<ParticipantDetails>> UpdateParticipantAsync(string identity, ParticipantChange change, CancellationToken cancellation)
    {
        var (place, error) = FindPlace(identity);
        if (place is null)
        {
            return error!;
        }

        var update = new ParticipantUpdate
        {
            Name = change.Name,
            Metadata = change.Metadata,
            Attributes = change.Attributes,
            Permissions = change.Grants is { } grants ? LiveKitDetails.PermissionsOf(grants) : null,
        };
        try
        {
            return Detail(place, await place.Client.UpdateParticipantAsync(place.Name, identity, update, cancellation));
        }
        catch (LiveKitException fault)
        {
            return LiveKitRefusals.ToError(fault, NotConnected(identity));
        }
    }

    public async Task<Result<ParticipantRemoved>> RemoveParticipantAsync(ParticipantRemoval removal, CancellationToken cancellation)
    {
        if (_record is not { DeletedAt: null })
        {
            return NotFound();
        }

        var now = time.GetUtcNow();
        var (session, who) = FindLive(removal.Identity);
        if (who is null && removal.BanFor is null)
        {
            return NotConnected(removal.Identity);
        }

        DateTimeOffset? until = null;
        if (removal.BanFor is { } length)
        {
            // First the ban, then the removal: who comes back in between is removed again.
            until = now + length;
            var ban = new RoomBan(removal.Identity, now, until.Value, removal.Reason, removal.Message);
            await store.SaveBanAsync(_key, ban, cancellation);
            _bans.Set(ban);
        }

        if (who is null || session is null)
        {
            return new ParticipantRemoved(WasConnected: false, until);
        }

        if (!await _sessions.TellAsync([RemovedEvent(session, who, removal, "tenant", until, now.ToUnixTimeMilliseconds())]))
        {
            return new Error(ErrorCode.LiveKitUnavailable, "The removal could not be recorded, and nothing was done. Repeat the call.");
        }

        return await RemoveAsync(session, removal.Identity, until, cancellation);
    }

    public async Task<Result<ImmutableArray<MutedTrack>>> MuteAsync(TrackMute mute, CancellationToken cancellation)
    {
        if (mute.Identity is { } identity)
        {
            var found = await GetParticipantAsync(identity, cancellation);
            return found.IsSuccess ? await MuteTracksAsync(mute, [found.Value], cancellation) : found.Error;
        }

        if (FindOpen() is not { } place)
        {
            return _record is { DeletedAt: null } ? NotLive() : NotFound();
        }

        try
        {
            var there = await place.Client.ListParticipantsAsync(place.Name, cancellation);
            return await MuteTracksAsync(mute, [.. there.Where(who => !mute.Except.Contains(who.Identity)).Select(who => Detail(place, who))], cancellation);
        }
        catch (LiveKitException fault)
        {
            return LiveKitRefusals.ToError(fault, NotLive());
        }
    }

    public async Task<Result<bool>> SendDataAsync(DataMessage message, CancellationToken cancellation)
    {
        if (FindOpen() is not { } place)
        {
            return _record is { DeletedAt: null } ? NotLive() : NotFound();
        }

        var sent = new LiveKitDataMessage
        {
            Payload = message.Payload.AsMemory(),
            Topic = message.Topic,
            DestinationIdentities = message.Identities,
            Reliable = message.Reliable,
        };
        try
        {
            await place.Client.SendDataAsync(place.Name, sent, cancellation);
            return true;
        }
        catch (LiveKitException fault)
        {
            return LiveKitRefusals.ToError(fault, NotLive());
        }
    }

    public async Task<Result<bool>> MoveParticipantAsync(string identity, string destination, bool copy, CancellationToken cancellation)
    {
        var (place, error) = FindPlace(identity);
        if (place is null)
        {
            return error!;
        }

        try
        {
            await (copy
                ? place.Client.ForwardParticipantAsync(place.Name, identity, destination, cancellation)
                : place.Client.MoveParticipantAsync(place.Name, identity, destination, cancellation));
            return true;
        }
        catch (LiveKitException fault)
        {
            return LiveKitRefusals.ToError(fault, NotConnected(identity));
        }
    }

    public Task<Result<ImmutableArray<RoomBan>>> ListBansAsync() => Task.FromResult<Result<ImmutableArray<RoomBan>>>(
        _record is { DeletedAt: null } ? _bans.At(time.GetUtcNow()) : NotFound());

    public async Task<Result<bool>> LiftBanAsync(string identity, CancellationToken cancellation)
    {
        if (_record is not { DeletedAt: null })
        {
            return NotFound();
        }

        if (_bans.UntilOf(identity, time.GetUtcNow()) is null)
        {
            return new Error(ErrorCode.BanNotFound, $"'{identity}' is not kept out of room '{_key.Name}'.");
        }

        await store.DeleteBansAsync(_key, identity, cancellation);
        return _bans.Remove(identity);
    }

    /// <summary>Whoever is kept out and comes in with a token from before is removed again.</summary>
    private void KeepOut(RoomEvent roomEvent)
    {
        if (roomEvent is { Type: RoomEventType.ParticipantJoined, Participant: { } who }
            && _bans.UntilOf(who.Identity, time.GetUtcNow()) is not null)
        {
            TryRemoveInLiveKitAsync(roomEvent.Generation, who.Identity, CancellationToken.None).Ignore();
        }
    }

    /// <summary>Most rooms have nothing to decide by, and are asked for nearly every token.</summary>
    private bool NeedsDeciding(RoomRecord record, AdmissionRequest request) =>
        record.IsClosing || record.Settings.Rules is not null || record.Settings.MaxParticipants is not null || request.MaxParticipants is not null || _bans.Any;

    private HashSet<string> Present() =>
        [.. Open().SelectMany(static session => session.State.Live.KeepingOpen()).Select(static live => live.Identity)];

    private async Task<Result<ParticipantRemoved>> RemoveAsync(
        RoomSession session, string identity, DateTimeOffset? until, CancellationToken cancellation)
    {
        if (!liveKit.TryGetByName(_record!.LiveKitCluster, out var cluster))
        {
            return new Error(ErrorCode.LiveKitRefused, $"The LiveKit cluster '{_record.LiveKitCluster}' is no longer configured.");
        }

        try
        {
            await cluster.Client.RemoveParticipantAsync(new LiveKitRoomName(_key, session.State.Row.Generation).ToString(), identity, cancellation);
            return new ParticipantRemoved(WasConnected: true, until);
        }
        catch (LiveKitException absent) when (absent.Code == LiveKitErrorCode.NotFound)
        {
            return new ParticipantRemoved(WasConnected: false, until);
        }
        catch (LiveKitException fault)
        {
            return LiveKitRefusals.ToError(fault, NotConnected(identity));
        }
    }

    private async Task<Result<ImmutableArray<MutedTrack>>> MuteTracksAsync(
        TrackMute mute, IReadOnlyList<ParticipantDetails> whose, CancellationToken cancellation)
    {
        var wanted = whose.SelectMany(static who => who.Tracks.Select(track => (who.Participant.Identity, Track: track)))
            .Where(found => mute.TrackSid is null ? mute.Sources.IsEmpty || mute.Sources.Contains(found.Track.Source) : found.Track.Sid == mute.TrackSid)
            .ToList();
        if (mute.TrackSid is { } sid && wanted.Count == 0)
        {
            return new Error(ErrorCode.TrackNotFound, $"'{mute.Identity}' publishes no track {sid}. Read the participant to see its tracks.");
        }

        var done = ImmutableArray.CreateBuilder<MutedTrack>();
        foreach (var (identity, track) in wanted.Where(found => found.Track.Muted != mute.Muted))
        {
            var (place, error) = FindPlace(identity);
            if (place is null)
            {
                return error!;
            }

            try
            {
                var now = await place.Client.MutePublishedTrackAsync(place.Name, identity, track.Sid, mute.Muted, cancellation);
                done.Add(new MutedTrack(identity, now is null ? track with { Muted = mute.Muted } : LiveKitDetails.TrackOf(now)));
            }
            catch (LiveKitException fault) when (mute.Identity is not null || fault.Code != LiveKitErrorCode.Unavailable)
            {
                return LiveKitRefusals.ToError(fault, NotConnected(identity));
            }
            catch (LiveKitException)
            {
                // Of all, one has left meanwhile, which LiveKit says like this.
            }
        }

        return done.DrainToImmutable();
    }

    private EventRow RemovedEvent(
        RoomSession session, LiveParticipant who, ParticipantRemoval removal, string by, DateTimeOffset? until, long atMs) => new(
            TenantEventIds.Of(atMs, TenantEventTypes.ParticipantRemoved, _key, session.State.Row.LiveKitSid, who.LiveKitSid),
            TenantEventTypes.ParticipantRemoved,
            atMs,
            TenantEventData.Removed(_key, session.State.Row, who, removal, by, until));

    private (RoomSession? Session, LiveParticipant? Who) FindLive(string identity)
    {
        foreach (var session in Open().OrderByDescending(static session => session.State.Row.StartedAtMs))
        {
            if (session.State.Live.FirstOrDefault(live => live.Identity == identity) is { } who)
            {
                return (session, who);
            }
        }

        return (null, null);
    }

    /// <summary>Where somebody is: in the session that has told of them, else in the one that goes on, since a webhook may be on its way.</summary>
    private (LiveKitPlace? Place, Error? Error) FindPlace(string identity)
    {
        if (_record is not { DeletedAt: null })
        {
            return (null, NotFound());
        }

        var (session, who) = FindLive(identity);
        var place = session is null ? FindOpen() : PlaceOf(session);
        return place is null ? (null, NotConnected(identity)) : (place with { Known = who }, null);
    }

    private LiveKitPlace? FindOpen() => _record is not { DeletedAt: null } || !_sessions.AnyOpen
        ? null
        : PlaceOf(Open().MaxBy(static session => session.State.Row.StartedAtMs)!);

    private LiveKitPlace? PlaceOf(RoomSession session) => liveKit.TryGetByName(_record!.LiveKitCluster, out var cluster)
        ? new LiveKitPlace(cluster.Client, new LiveKitRoomName(_key, session.State.Row.Generation).ToString(), session, null)
        : null;

    private static ParticipantDetails Detail(LiveKitPlace place, LiveKitParticipant there)
    {
        var fact = LiveKitFacts.Of(there);
        var known = place.Known is { } who && who.LiveKitSid == there.Sid ? who : null;
        return new ParticipantDetails
        {
            Participant = known is not null ? known with { Name = fact.Name } : new LiveParticipant
            {
                Id = place.Session.State.IdFor(fact, fact.JoinedAtMs ?? 0),
                LiveKitSid = fact.Sid,
                Identity = fact.Identity,
                Name = fact.Name,
                Class = fact.Class,
                JoinedAtMs = fact.JoinedAtMs ?? 0,
            },
            Metadata = StorableText.Mend(there.Metadata),
            Attributes = there.Attributes.Where(static attribute => !LabelSeal.IsReserved(attribute.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Grants = LiveKitDetails.GrantsOf(there.Permissions),
            Tracks = [.. there.Tracks.Select(LiveKitDetails.TrackOf)],
        };
    }

    private Error NotConnected(string identity) => new(
        ErrorCode.ParticipantNotFound,
        $"'{identity}' is not connected to room '{_key.Name}'. Who was is in GET /v1/rooms/{_key.Name}/participants?status=disconnected.");

    private Error NotLive() => new(ErrorCode.RoomNotLive, $"Room '{_key.Name}' is not live: nobody is in it.");

    /// <summary>Where in LiveKit somebody, or a session, is.</summary>
    private sealed record LiveKitPlace(ILiveKitClient Client, string Name, RoomSession Session, LiveParticipant? Known);
}
