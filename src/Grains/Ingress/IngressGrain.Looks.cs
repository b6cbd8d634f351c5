using System.Collections.Immutable;
using RelayKit.Ledger;
using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.Ingress;

/// <summary>What LiveKit tells of the ingress by itself and when it is asked, and where the ingress is to lead.</summary>
internal sealed partial class IngressGrain
{
    /// <summary>For so long a row whose ingress never came about is kept, so that the same request can find out.</summary>
    private static readonly TimeSpan KeepUnmade = TimeSpan.FromMinutes(1);

    /// <summary>What the last look missed; the next one that misses it too believes it.</summary>
    private string? _missed;

    public async Task<IngestOutcome> IngestAsync(IngressFact fact)
    {
        if (_row is null)
        {
            DeactivateOnIdle();
            return IngestOutcome.UnknownRoom;
        }

        try
        {
            if (_row is { Phase: IngressPhase.Creating } begun)
            {
                await MendAsync(begun, CancellationToken.None);
            }

            return _row.LiveKitId == fact.LiveKitId && await TakeInAsync(_row, fact, CancellationToken.None) ? IngestOutcome.Committed : IngestOutcome.NothingNew;
        }
        catch (Exception fault) when (fault is LedgerException or LiveKitException)
        {
            LogLiveKitFailed(fault, _key);
            return IngestOutcome.Failed;
        }
    }

    public async Task LookAsync(string cluster, ImmutableArray<IngressFact> seen, DateTimeOffset lookedAt, CancellationToken cancellation)
    {
        if (_row is null)
        {
            DeactivateOnIdle();
            await RemoveFromLiveKitAsync(cluster, seen, cancellation);
            return;
        }

        switch (_row.Phase)
        {
            case IngressPhase.Creating:
                await LookAtUnmadeAsync(_row, seen, cancellation);
                return;
            case IngressPhase.Deleting:
                await RemoveAsync(_row, cancellation);
                await RemoveFromLiveKitAsync(cluster, seen.RemoveAll(fact => fact.LiveKitId == _row.LiveKitId), cancellation);
                return;
            case IngressPhase.Gone:
                await RemoveFromLiveKitAsync(cluster, seen, cancellation);
                return;
        }

        if (_row.AskedAt >= lookedAt)
        {
            // It came while LiveKit was being asked.
            return;
        }

        await RemoveFromLiveKitAsync(cluster, seen.RemoveAll(fact => fact.LiveKitId == _row.LiveKitId), cancellation);
        if (seen.FirstOrDefault(fact => fact.LiveKitId == _row.LiveKitId) is { } mine)
        {
            await TakeInAsync(_row, mine, cancellation);
            await EndIfMissedAsync(_row, mine, lookedAt, cancellation);
            await FollowAsync(_row, mine, cancellation);
        }
        else if (!_row.IsSpent)
        {
            await LoseIfMissedAsync(_row, lookedAt, cancellation);
        }
    }

    public async Task FollowAsync(CancellationToken cancellation)
    {
        if (_row is { Phase: IngressPhase.Ready, DeletedAt: null } row)
        {
            await FollowAsync(row, seen: null, cancellation);
        }
    }

    private async Task LookAtUnmadeAsync(IngressRecord row, ImmutableArray<IngressFact> seen, CancellationToken cancellation)
    {
        if (await MendAsync(row, cancellation) is null && seen.IsEmpty && time.GetUtcNow() - row.AskedAt >= KeepUnmade)
        {
            await ForgetAsync(cancellation);
        }
    }

    /// <summary>Whether it was news. What is told comes first: a webhook that finds the row not written comes again, and tells the same.</summary>
    private async Task<bool> TakeInAsync(IngressRecord row, IngressFact fact, CancellationToken cancellation)
    {
        if (!IngressFold.IsNews(row, fact))
        {
            return false;
        }

        var events = IngressEvents.OfStream(row, fact).ToList();
        if (events.Count > 0)
        {
            await TellAsync(events);
        }

        var changed = IngressFold.Apply(row, fact);
        if (changed != row)
        {
            await SaveAsync(changed with { Version = row.Version + 1 }, cancellation);
        }

        return true;
    }

    /// <summary>A stream that the row has and LiveKit has not, twice: its worker died, or LiveKit did.</summary>
    private async Task EndIfMissedAsync(IngressRecord row, IngressFact seen, DateTimeOffset lookedAt, CancellationToken cancellation)
    {
        if (!_row!.IsActive || seen.IsActive)
        {
            _missed = null;
            return;
        }

        if (MissedBefore($"stream of {_row.StartedAtMs}"))
        {
            await TakeInAsync(_row, Ended(_row, lookedAt, "LiveKit no longer has the stream."), cancellation);
        }
    }

    /// <summary>An ingress that LiveKit has not, twice: it has lost what it kept. The key leads nowhere then.</summary>
    private async Task LoseIfMissedAsync(IngressRecord row, DateTimeOffset lookedAt, CancellationToken cancellation)
    {
        if (!MissedBefore("ingress"))
        {
            return;
        }

        const string lost = "LiveKit no longer has this ingress. Delete it and make another.";
        if (row.IsActive)
        {
            await TakeInAsync(row, Ended(row, lookedAt, lost), cancellation);
        }

        if (_row is { } now && now.Error != lost)
        {
            await SaveAsync(now with { Status = IngressStatus.Error, Error = lost, Version = now.Version + 1 }, cancellation);
        }
    }

    private bool MissedBefore(string what)
    {
        var before = _missed == what;
        _missed = what;
        return before;
    }

    private static IngressFact Ended(IngressRecord row, DateTimeOffset at, string error) => new()
    {
        LiveKitId = row.LiveKitId!,
        Status = IngressStatus.Error,
        StartedAtMs = row.StartedAtMs,
        EndedAtMs = Math.Max(at.ToUnixTimeMilliseconds(), row.StartedAtMs ?? 0),
        Error = error,
    };

    /// <summary>
    /// Lets LiveKit's ingress be what the row says. It leads to the room's present generation, and is switched off while there is no such room or the tenant
    /// is suspended. One that pulls cannot be changed: where its room has moved on it has ended.
    /// </summary>
    private async Task FollowAsync(IngressRecord row, IngressFact? seen, CancellationToken cancellation)
    {
        var api = ClusterOf(row).Ingress;
        seen ??= await api.FindAsync(row.LiveKitId!, cancellation) is { } endpoint ? IngressFact.Of(endpoint.Ingress) : null;
        if (seen is null)
        {
            return;
        }

        var (room, isOpen) = await RoomNowAsync(row);
        if (row.Kind == IngressKind.Url)
        {
            if (row.IsSpent || !isOpen || seen.RoomName != room)
            {
                await api.DeleteAsync(row.LiveKitId!, cancellation);
                await CompleteAsync(row, cancellation);
            }

            return;
        }

        var leadsTo = room ?? seen.RoomName;
        if (leadsTo != seen.RoomName || isOpen != seen.IsEnabled || row.Identity != seen.Identity || (row.Name ?? "") != seen.Name
            || row.EnableTranscoding != seen.IsTranscoding)
        {
            await api.UpdateAsync(
                row.LiveKitId!,
                new IngressUpdate
                {
                    RoomName = leadsTo,
                    IsEnabled = isOpen,
                    ParticipantIdentity = row.Identity,
                    ParticipantName = row.Name,
                    EnableTranscoding = row.EnableTranscoding,
                },
                cancellation);
        }
    }

    private async Task<(string? LiveKitName, bool IsOpen)> RoomNowAsync(IngressRecord row)
    {
        var room = await rooms.Get(new RoomKey(_key.Tenant, _key.Mode, row.Room).ToString()).GetAsync();
        var policy = await tenants.Get(_key.Tenant.ToString()).GetPolicyAsync();
        return (room.IsSuccess ? room.Value.LiveKitName.ToString() : null, room.IsSuccess && policy is { Suspension: null, Deletion: null });
    }

    private async Task CompleteAsync(IngressRecord row, CancellationToken cancellation)
    {
        if (!row.IsSpent)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            await TakeInAsync(
                row,
                new IngressFact
                {
                    LiveKitId = row.LiveKitId!,
                    Status = IngressStatus.Complete,
                    StartedAtMs = row.StartedAtMs,
                    EndedAtMs = Math.Max(now, row.StartedAtMs ?? 0),
                },
                cancellation);
        }
    }

    /// <summary>Takes a deleted one out of LiveKit and tells of it.</summary>
    private async Task RemoveAsync(IngressRecord row, CancellationToken cancellation)
    {
        if (row.Phase == IngressPhase.Gone)
        {
            return;
        }

        var api = ClusterOf(row).Ingress;
        if (row.LiveKitId is { } id)
        {
            await api.DeleteAsync(id, cancellation);
        }
        else
        {
            foreach (var made in (await api.ListAsync(cancellationToken: cancellation)).Where(made => made.Name == _key.PublicId))
            {
                await api.DeleteAsync(made.IngressId, cancellation);
            }
        }

        await TellAsync([IngressEvents.Deleted(row)]);
        await SaveAsync(row with { Phase = IngressPhase.Gone, Version = row.Version + 1 }, cancellation);
    }

    private async Task RemoveFromLiveKitAsync(string cluster, ImmutableArray<IngressFact> seen, CancellationToken cancellation)
    {
        if (!seen.IsEmpty && liveKit.TryGetByName(cluster, out var found))
        {
            foreach (var fact in seen)
            {
                await found.Ingress.DeleteAsync(fact.LiveKitId, cancellation);
            }
        }
    }
}
