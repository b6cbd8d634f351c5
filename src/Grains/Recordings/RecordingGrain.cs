using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;
using RelayKit.LiveKit;
using RelayKit.ObjectStorage;
using RelayKit.Usage;

namespace RelayKit.Recordings;

/// <summary>Takes a recording, keeps its row, and has LiveKit do what follows. <see cref="RecordingState"/> and <see cref="RecordingDuties"/> decide.</summary>
[RandomPlacement]
internal sealed partial class RecordingGrain(
    IRecordingStore store,
    RecordingPlaces places,
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

        var started = await TakeAsync(order, cancellation);
        return started.IsSuccess || !order.IsAutomatic ? started : await KeepRefusalAsync(order, started.Error);
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
        else if (RecordingDuties.LivesAfterAll(recording, fact))
        {
            // It was given up too early.
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

    private async Task<Result<Recording>> TakeAsync(RecordingOrder order, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var planned = await places.PlanAsync(_key, order, now, cancellation);
        if (!planned.IsSuccess)
        {
            return planned.Error;
        }

        if (!clusters.TryGetByName(order.Cluster, out var cluster))
        {
            return new Error(ErrorCode.UnknownLiveKitCluster, $"The LiveKit cluster '{order.Cluster}' is no longer configured. Tell the operator.");
        }

        // Its row is there before LiveKit hears of it: whoever dies in between leaves something that can be looked for.
        if (await store.AddAsync(planned.Value.Recording, order.Limits, PeriodStart(now), cancellation) is { } limit)
        {
            return RecordingErrors.Reached(limit);
        }

        // Whoever asked may be gone by now; that must not leave the outcome to chance.
        _recording = await store.FindAsync(_key, CancellationToken.None) ?? planned.Value.Recording;
        return await AskToStartAsync(order, planned.Value.Bucket, cluster);
    }

    /// <summary>
    /// Nobody waits for the answer to what a room's settings ask for. So what keeps it from beginning stands as a recording that has failed, and
    /// the tenant's log tells of it.
    /// </summary>
    private async Task<Recording> KeepRefusalAsync(RecordingOrder order, Error refusal)
    {
        var now = time.GetUtcNow();
        var refused = RecordingPlan.Unplaced(_key, order, now);
        await store.AddAsync(refused, [], PeriodStart(now), CancellationToken.None);
        _recording = await store.FindAsync(_key, CancellationToken.None) ?? refused;
        return _recording.IsFinal ? _recording : await PresumeAsync(_recording, now, refusal.Message);
    }

    private static DateTimeOffset PeriodStart(DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(UsagePeriod.Containing(now).StartMs);

    private Error NotFound() => RecordingErrors.NotFound(_key.Purpose);

    /// <summary>Keeps a change, if it is one.</summary>
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
            // Whether it is kept is not known: the next activation reads anew.
            DeactivateOnIdle();
            throw;
        }

        // Orleans lets an activation go that throws this.
        throw new InconsistentStateException($"Recording '{_key}' is no longer at revision {after.Revision}: another activation has written it.");
    }

    [LoggerMessage(LogLevel.Warning, "Recording {Recording} has a second egress {Stray} besides {Egress}: it is stopped")]
    private partial void LogDoubled(RecordingKey recording, string stray, string egress);
}
