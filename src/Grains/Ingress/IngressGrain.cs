using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Ingress;

internal sealed partial class IngressGrain(
    IIngressStore store,
    ILedger ledger,
    LiveKitClusters liveKit,
    GrainReferences<IRoomGrain> rooms,
    GrainReferences<ITenantGrain> tenants,
    IOptions<IngressOptions> options,
    TimeProvider time,
    ILogger<IngressGrain> logger) : Grain, IIngressGrain
{
    /// <summary>
    /// So long after LiveKit was asked to make an ingress, and nobody knows whether it did, it may yet come about. No less than a call to LiveKit takes.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private IngressKey _key;
    private IngressRecord? _row;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = IngressKey.Parse(this.GetPrimaryKeyString());
        _row = await store.FindAsync(_key, cancellationToken);
    }

    public async Task<Result<CreatedIngress>> CreateAsync(NewIngress asked, CancellationToken cancellation)
    {
        switch (_row)
        {
            case { DeletedAt: not null }:
                return NotFound();
            case { Phase: IngressPhase.Ready } ready:
                return await ShowAgainAsync(ready, cancellation);
            case { Phase: IngressPhase.Creating } begun:
                return await CreateAgainAsync(begun, asked, cancellation);
        }

        var found = await rooms.Get(new RoomKey(_key.Tenant, _key.Mode, asked.Room).ToString()).GetAsync();
        if (!found.IsSuccess || found.Value.IsClosing)
        {
            DeactivateOnIdle();
            return found.Error ?? new Error(ErrorCode.RoomClosing, $"Room '{asked.Room}' is deleted as soon as the session that goes on has ended.");
        }

        var now = time.GetUtcNow();
        var row = new IngressRecord
        {
            Key = _key,
            Room = asked.Room,
            Kind = asked.Kind,
            Identity = asked.Identity,
            Name = asked.Name,
            SourceUrl = asked.SourceUrl is { } source ? StreamUrl.Redact(source) : null,
            EnableTranscoding = asked.EnableTranscoding,
            LiveKitCluster = found.Value.LiveKitCluster,
            Phase = IngressPhase.Creating,
            CreatedAt = now,
            AskedAt = now,
            Version = 1,
        };
        var policy = await tenants.Get(_key.Tenant.ToString()).GetPolicyAsync();
        var limit = policy.LimitOf(LimitNames.Ingresses, options.Value.MaxPerTenant)!;
        if (await store.AddAsync(row, limit.Value, cancellation) is { } used)
        {
            DeactivateOnIdle();
            return TooMany(limit with { Used = used });
        }

        _row = row;
        return await AskAsync(row, asked, found.Value.LiveKitName, cancellation);
    }

    public async Task<Result<IngressRecord>> UpdateAsync(IngressChange change, CancellationToken cancellation)
    {
        if (_row is not { DeletedAt: null, Phase: IngressPhase.Ready } row)
        {
            return NotFound();
        }

        var changed = change.Of(row);
        if (changed == row)
        {
            return row;
        }

        if (await RefusalAsync(row, changed) is { } refusal)
        {
            return refusal;
        }

        changed = changed with { Version = row.Version + 1 };
        // Told first: if only one of the two comes about, it is told twice rather than never.
        await TellAsync([IngressEvents.Updated(changed, time.GetUtcNow())]);
        await SaveAsync(changed, cancellation);
        try
        {
            await FollowAsync(changed, seen: null, cancellation);
            return _row;
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
            return new Error(ErrorCode.LiveKitUnavailable, "The ingress is changed, but LiveKit could not be told. It is told again within a minute, or when the call is repeated.");
        }
    }

    public async Task<Result<IngressRecord>> DeleteAsync(DateTimeOffset askedAt, CancellationToken cancellation)
    {
        if (_row is null || (_row.Phase == IngressPhase.Gone && _row.DeletedAt < askedAt))
        {
            return NotFound();
        }

        if (_row.DeletedAt is null)
        {
            await SaveAsync(_row with { DeletedAt = time.GetUtcNow(), Phase = IngressPhase.Deleting, Version = _row.Version + 1 }, cancellation);
        }

        try
        {
            await RemoveAsync(_row, cancellation);
            return _row;
        }
        catch (LiveKitException fault)
        {
            LogLiveKitFailed(fault, _key);
            return new Error(
                ErrorCode.LiveKitUnavailable, "The ingress is deleted, but LiveKit could not be told. It is told again within a minute, or when the call is repeated.");
        }
    }

    /// <summary>Why it cannot be changed so; null when it can.</summary>
    private async Task<Error?> RefusalAsync(IngressRecord row, IngressRecord changed)
    {
        if (row.Kind == IngressKind.Url)
        {
            return new Error(ErrorCode.IngressNotChangeable, "An ingress that pulls from an address began when it was made, and cannot be changed. Delete it and make another.");
        }

        if (!changed.EnableTranscoding && row.Kind != IngressKind.Whip)
        {
            return new Error(ErrorCode.IngressNotChangeable, "Only WHIP goes without transcoding.");
        }

        if (changed.Room == row.Room)
        {
            return null;
        }

        var found = await rooms.Get(new RoomKey(_key.Tenant, _key.Mode, changed.Room).ToString()).GetAsync();
        return !found.IsSuccess ? found.Error
            : found.Value.LiveKitCluster == row.LiveKitCluster ? null
            : new Error(ErrorCode.IngressNotChangeable, $"Room '{changed.Room}' lives on another LiveKit cluster than the ingress. Delete the ingress and make another.");
    }

    /// <summary>The same request again, whose answer was lost on the way: LiveKit, which alone has the key, says it once more.</summary>
    private async Task<Result<CreatedIngress>> ShowAgainAsync(IngressRecord row, CancellationToken cancellation)
    {
        try
        {
            return await ClusterOf(row).Ingress.FindAsync(row.LiveKitId!, cancellation) is { } endpoint ? Shown(row, endpoint) : NotFound();
        }
        catch (LiveKitException fault)
        {
            return Refused(fault);
        }
    }

    private static CreatedIngress Shown(IngressRecord row, IngressEndpoint endpoint) => new(row, endpoint.StreamKey.Length == 0 ? null : endpoint.StreamKey);

    private LiveKitCluster ClusterOf(IngressRecord row) => liveKit.TryGetByName(row.LiveKitCluster, out var cluster)
        ? cluster
        : throw new LiveKitException(LiveKitErrorCode.Unavailable, $"The LiveKit cluster '{row.LiveKitCluster}' is no longer configured.");

    private async Task SaveAsync(IngressRecord row, CancellationToken cancellation)
    {
        if (!await store.SaveAsync(row, cancellation))
        {
            // Orleans lets an activation go that throws this.
            throw new InconsistentStateException($"Ingress '{_key}' is no longer at version {row.Version - 1}: another activation has written it.");
        }

        _row = row;
    }

    /// <summary>Puts events into the tenant's log. Such as are there already are not written again.</summary>
    private async Task TellAsync(IEnumerable<EventRow> events)
    {
        if (!ledger.TryReserve())
        {
            throw new LedgerException("The ledger is full.");
        }

        // In a lane of its own: what failed does not keep the next from being told.
        await ledger.CommitAsync(new LedgerLane(), LedgerEntry.OfTenant(_key.Tenant, _key.Mode, [.. events]));
    }

    private Error NotFound()
    {
        // An id that nobody uses is not worth an activation.
        DeactivateOnIdle();
        return new Error(ErrorCode.IngressNotFound, $"There is no ingress {_key.PublicId}. List those there are with GET /v1/ingress.");
    }

    private static Error TooMany(ReachedLimit limit) => new(
        ErrorCode.LimitReached,
        $"The tenant has {limit.Used} ingresses in this mode, and the limit is {limit.Value}. Delete one that is not used; or {limit.HowToRaise()}")
    {
        Limit = limit,
    };

    private Error Refused(LiveKitException fault)
    {
        LogLiveKitFailed(fault, _key);
        return LiveKitRefusals.ToError(fault, new Error(ErrorCode.IngressNotFound, "LiveKit no longer has this ingress. Delete it and make another."));
    }

    [LoggerMessage(LogLevel.Warning, "LiveKit failed about ingress {Ingress}")]
    private partial void LogLiveKitFailed(Exception fault, IngressKey ingress);
}
