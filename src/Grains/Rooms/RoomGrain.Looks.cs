using RelayKit.LiveKit;

namespace RelayKit.Rooms;

internal sealed partial class RoomGrain
{
    public async Task<LookOutcome> LookAsync(RoomListing listing, CancellationToken cancellation)
    {
        if (_record is null)
        {
            DeactivateOnIdle();
            return default;
        }

        if (_record.LiveKitCluster != listing.Cluster)
        {
            return default;
        }

        return await _sessions.LookAsync(listing, room => LookAtAsync(room, listing, cancellation));
    }

    private async Task<LookOutcome> LookAtAsync(ListedRoom room, RoomListing listing, CancellationToken cancellation)
    {
        var connected = await WhoIsThereAsync(room, cancellation);
        if (room.Generation < _record!.Generation)
        {
            connected = connected?.Where(who => !HasComeTooLate(who.JoinedAtMs)).ToList();
            EndFormerGeneration(room.Generation);
        }

        if (await _sessions.FindAsync(room.Sid, room.Generation, HasComeTooLate(room) ? null : room.CreatedAtMs) is not { } session)
        {
            return default;
        }

        return connected is null
            ? LookOutcome.Failure + await _sessions.LookAsync(session, state => state.CannotSee(listing.PreviousMs))
            : await _sessions.LookAsync(session, state => state.Look(listing.ListedAtMs, listing.PreviousMs, connected));
    }

    /// <summary>
    /// Everybody whose media is connected in that life of the room; null when LiveKit does not say. Participants are listed by the room's
    /// name, so the name is looked at again: if it has passed to another life meanwhile, nobody knows in which of the two they are.
    /// </summary>
    private async Task<List<ParticipantFact>?> WhoIsThereAsync(ListedRoom room, CancellationToken cancellation)
    {
        if (!liveKit.TryGetByName(_record!.LiveKitCluster, out var cluster))
        {
            return null;
        }

        try
        {
            var name = new LiveKitRoomName(_key, room.Generation).ToString();
            var there = await cluster.Client.ListParticipantsAsync(name, cancellation);
            var now = await cluster.Client.ListRoomsAsync([name], cancellation);
            return now.Any(listed => listed.Sid == room.Sid)
                ? [.. there.Where(static who => who.State == ParticipantState.Active && LiveKitFacts.IsSid(who.Sid))
                    .Select(who => LiveKitFacts.Of(who, seals.Open(cluster.Name, name, who)))]
                : null;
        }
        catch (LiveKitException fault)
        {
            LogLookFailed(fault, _key);
            return null;
        }
    }

    /// <summary>
    /// Whether an event is of somebody who has come to a room by a token from before it was deleted. Nobody is billed for that, and
    /// LiveKit is told to end it.
    /// </summary>
    private bool IsOfAFormerGeneration(RoomEvent e)
    {
        if (e.Generation >= _record!.Generation
            || !(HasComeTooLate(e.RoomCreatedAtMs) || (e.Type == RoomEventType.ParticipantJoined && HasComeTooLate(e.Participant?.JoinedAtMs))))
        {
            return false;
        }

        if (e.Type == RoomEventType.ParticipantJoined)
        {
            EndFormerGeneration(e.Generation);
        }

        return true;
    }

    private bool HasComeTooLate(ListedRoom room) => room.Generation < _record!.Generation && HasComeTooLate(room.CreatedAtMs);

    /// <summary>After the last deletion: who joined before it had every right to.</summary>
    private bool HasComeTooLate(long? atMs) => atMs > (_record!.DeletedAt ?? _record.GenerationSince ?? _record.CreatedAt).ToUnixTimeMilliseconds();

    /// <summary>Nobody waits for it: should it fail, the next look does it again.</summary>
    private void EndFormerGeneration(int generation) => EndFormerGenerationAsync(_record!.LiveKitCluster, generation).Ignore();

    private async Task EndFormerGenerationAsync(string cluster, int generation)
    {
        try
        {
            await DeleteInLiveKitAsync(cluster, new LiveKitRoomName(_key, generation), CancellationToken.None);
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
        }
    }
}
