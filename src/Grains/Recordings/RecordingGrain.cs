using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RelayKit.LiveKit;
using RelayKit.ObjectStorage;
using RelayKit.Usage;

namespace RelayKit.Recordings;

/// <summary>Takes a recording, keeps its row, and has LiveKit do what follows. <see cref="RecordingState"/> and <see cref="RecordingDuties"/> decide.</summary>
[RandomPlacement]
internal sealed partial class RecordingGrain(
    IRecordingStore store,
    ITenantStorages storages,
    IObjectStorage objects,
    LiveKitClusters clusters,
    TimeProvider time,
    ILogger<RecordingGrain> logger) : Grain, IRecordingGrain
{
    private RecordingKey _key;
    private Recording? _recording;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = RecordingKey.Parse(this.GetPrimaryKeyString());
        _recording = await store.FindAsync(_key, cancellationToken);
    }

    public async Task<Result<Recording>> StartAsync(RecordingOrder order, CancellationToken cancellation)
    {
        if (_recording is { } known)
        {
            return known;
        }

        TenantStorage? storage = null;
        if (order.Format is not null && (storage = await storages.CurrentAsync(_key.Tenant, _key.Mode, cancellation)) is null)
        {
            return new Error(
                ErrorCode.StorageNotSetUp, "There is nowhere to write the file to. Set up a bucket by PUT /v1/tenant/storage.");
        }

        var now = time.GetUtcNow();
        var planned = RecordingPlan.Of(_key, order, storage, now);
        if (!planned.IsSuccess)
        {
            return planned.Error;
        }

        if (!clusters.TryGetByName(order.Cluster, out var cluster))
        {
            return new Error(ErrorCode.UnknownLiveKitCluster, $"The LiveKit cluster '{order.Cluster}' is no longer configured. Tell the operator.");
        }

        // Its row is there before LiveKit hears of it: whoever dies in between leaves something that can be looked for.
        var periodStart = DateTimeOffset.FromUnixTimeMilliseconds(UsagePeriod.Containing(now).StartMs);
        if (await store.AddAsync(planned.Value, order.Limits, periodStart, cancellation) is { } limit)
        {
            return new Error(ErrorCode.LimitReached, $"{limit.Used} of {limit.Value} {limit.Name} are used.") { Limit = limit };
        }

        // Whoever asked may be gone by now; that must not leave the outcome to chance.
        _recording = await store.FindAsync(_key, CancellationToken.None) ?? planned.Value;
        return await AskToStartAsync(order, storage, cluster);
    }

    public Task<Result<Recording>> GetAsync() => Task.FromResult<Result<Recording>>(_recording is { } known ? known : NotFound());

    public async Task<bool> IngestAsync(EgressFact fact)
    {
        if (_recording is not { } recording)
        {
            return false;
        }

        if (recording.EgressId is { } own && fact.EgressId.Length > 0 && fact.EgressId != own)
        {
            // A second egress for one recording: nobody asked for it.
            LogDoubled(_key, fact.EgressId, own);
            await StopStrayAsync(recording.Cluster, fact);
            return true;
        }

        if (RecordingState.Apply(recording, fact) is { } next)
        {
            await SaveAsync(recording, next);
        }
        else if (recording.IsFinal && !fact.IsFinal && recording.Fact is { IsPresumed: true })
        {
            // It was given up, and lives after all.
            await StopStrayAsync(recording.Cluster, fact);
        }

        return true;
    }

    public async Task<bool> SettleFileAsync(FileFinding finding)
    {
        if (_recording is not { File: RecordingFile.Pending or RecordingFile.Rescued } recording)
        {
            return false;
        }

        await SaveAsync(recording, recording with
        {
            File = finding.File,
            FileError = finding.Error,
            FileCheckedAt = finding.At,
            Sha256 = finding.Sha256 ?? recording.Sha256,
        });
        return true;
    }

    private static Error NotFound() => new(
        ErrorCode.RecordingNotFound, "There is no such recording or stream. List them with GET /v1/recordings and GET /v1/streams.");

    /// <summary>Keeps a change. Where another writer was first, or it is not known whether it is kept, this activation ends and the next one reads anew.</summary>
    private async Task<Recording> SaveAsync(Recording before, Recording after)
    {
        if (after == before)
        {
            return before;
        }

        try
        {
            if (await store.SaveAsync(after, RecordingState.Events(before, after), CancellationToken.None))
            {
                return _recording = after with { Revision = after.Revision + 1 };
            }
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        DeactivateOnIdle();
        throw new RecordingChangedException($"Another activation of {_key} has changed it; the call can be repeated.");
    }

    [LoggerMessage(LogLevel.Warning, "Recording {Recording} has a second egress {Stray} besides {Egress}: it is stopped")]
    private partial void LogDoubled(RecordingKey recording, string stray, string egress);
}
