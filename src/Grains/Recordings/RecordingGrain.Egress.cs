using Microsoft.Extensions.Logging;
using RelayKit.LiveKit;
using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>What is asked of LiveKit, and what its answers, or their absence, mean.</summary>
internal sealed partial class RecordingGrain
{
    public async Task<Result<Recording>> StopAsync(CancellationToken cancellation)
    {
        if (_recording is not { } recording)
        {
            return NotFound();
        }

        if (recording.IsFinal)
        {
            return recording;
        }

        // The wish is kept first: where LiveKit cannot be asked now, the next look asks it.
        var wanted = recording.StopRequestedAt is null
            ? await SaveAsync(recording, recording with { StopRequestedAt = time.GetUtcNow() })
            : recording;
        return await TryStopAsync(wanted);
    }

    public async Task<Result<Recording>> UpdateLayoutAsync(string layout, CancellationToken cancellation)
    {
        if (Changeable(out var recording, out var cluster) is { } refusal)
        {
            return refusal;
        }

        if (recording.Source.Kind != RecordingKind.RoomComposite)
        {
            return new Error(ErrorCode.RecordingNotChangeable, "Only a room composite has a layout.");
        }

        try
        {
            var egress = await cluster.Egress.UpdateLayoutAsync(recording.EgressId!, layout, cancellation);
            return await TakeAnswerAsync(recording with { Source = recording.Source with { Layout = layout } }, recording, egress);
        }
        catch (LiveKitException fault)
        {
            return await ChangeRefusedAsync(fault, recording, cluster);
        }
    }

    public async Task<Result<Recording>> UpdateStreamsAsync(StreamChange change, CancellationToken cancellation)
    {
        if (Changeable(out var recording, out var cluster) is { } refusal)
        {
            return refusal;
        }

        if (recording.AskedUrls.IsEmpty)
        {
            return new Error(ErrorCode.RecordingNotChangeable, "Only a stream to RTMP or SRT has addresses.");
        }

        try
        {
            var egress = await cluster.Egress.UpdateStreamAsync(recording.EgressId!, change.Add, change.Remove, cancellation);
            return await TakeAnswerAsync(recording, recording, egress);
        }
        catch (LiveKitException fault)
        {
            return await ChangeRefusedAsync(fault, recording, cluster);
        }
    }

    public async Task<bool> LookAsync(RecordingLook look, CancellationToken cancellation)
    {
        if (_recording is null)
        {
            return false;
        }

        var revision = _recording.Revision;
        if (look.Seen is { } seen)
        {
            await IngestAsync(seen);
        }

        var recording = _recording;
        switch (RecordingDuties.Of(recording, look))
        {
            case RecordingDuty.Miss:
                await SaveAsync(recording, recording with { MissedSince = look.At });
                break;
            case RecordingDuty.Found:
                await SaveAsync(recording, recording with { MissedSince = null });
                break;
            case RecordingDuty.Stop:
                await TryStopAsync(recording);
                break;
            case RecordingDuty.PresumeNeverTaken:
                await PresumeAsync(recording, look.At, "No worker of LiveKit's has taken the recording. Start another; if that fails too, tell the operator.");
                break;
            case RecordingDuty.PresumeForgotten:
                await PresumeAsync(recording, recording.MissedSince!.Value, "LiveKit no longer knows the recording: its worker or its database was lost.");
                break;
            case RecordingDuty.PresumeDead:
                await PresumeAsync(recording, look.At, "The worker that recorded answers no more: it has died with what it had recorded.");
                break;
            case RecordingDuty.PresumeStuck:
                await PresumeAsync(recording, look.At, "The file was not written within two hours of the end.");
                break;
            case RecordingDuty.None:
            default:
                break;
        }

        return _recording.Revision != revision;
    }

    private async Task<Result<Recording>> AskToStartAsync(RecordingOrder order, StorageBucket? bucket, LiveKitCluster cluster)
    {
        var recording = _recording!;
        try
        {
            var egress = await cluster.Egress.StartAsync(RecordingPlan.ToEgress(order, recording.Place, bucket), CancellationToken.None);
            return await TakeAnswerAsync(recording, recording, egress);
        }
        catch (LiveKitException fault) when (fault.LeavesOutcomeUnknown)
        {
            LogStartUnknown(fault, _key);
            return await FindStartedAsync(recording, cluster);
        }
        catch (LiveKitException fault)
        {
            await store.RemoveAsync(_key, CancellationToken.None);
            _recording = null;
            return LiveKitRefusal(fault);
        }
    }

    /// <summary>Looks for an egress whose start was not answered. Where none is found yet the next looks go on.</summary>
    private async Task<Recording> FindStartedAsync(Recording recording, LiveKitCluster cluster)
    {
        try
        {
            var listed = await cluster.Egress.ListAsync(recording.Source.Room?.ToString());
            foreach (var egress in listed.Where(egress => egress.IsOf(recording)))
            {
                if (recording.Place is not null || await store.FindByEgressAsync(egress.EgressId, CancellationToken.None) is null)
                {
                    return await TakeAnswerAsync(recording, recording, egress);
                }
            }
        }
        catch (LiveKitException fault)
        {
            LogStartUnknown(fault, _key);
        }

        return recording;
    }

    private async Task<Recording> TakeAnswerAsync(Recording changed, Recording before, LiveKitEgress egress) =>
        await SaveAsync(before, RecordingState.Apply(changed, EgressFact.Of(egress)) ?? changed);

    private async Task<Recording> TryStopAsync(Recording recording)
    {
        if (recording.EgressId is not { } egressId || !clusters.TryGetByName(recording.Cluster, out var cluster))
        {
            return recording;
        }

        try
        {
            var egress = await cluster.Egress.StopAsync(egressId);
            return await TakeAnswerAsync(recording with { StopsUnanswered = 0 }, recording, egress);
        }
        catch (LiveKitException fault) when (fault is { Code: LiveKitErrorCode.DeadlineExceeded, Status: not null })
        {
            // LiveKit has answered that its worker does not: the second time it is dead.
            return await SaveAsync(recording, recording with { StopsUnanswered = recording.StopsUnanswered + 1 });
        }
        catch (LiveKitException fault)
        {
            // It has ended already, or LiveKit cannot be asked: the next look, or its webhook, tells.
            LogStopUnanswered(fault, _key);
            return recording;
        }
    }

    private async Task StopStrayAsync(string clusterName, EgressFact stray)
    {
        if (stray.IsFinal || !clusters.TryGetByName(clusterName, out var cluster))
        {
            return;
        }

        try
        {
            await cluster.Egress.StopAsync(stray.EgressId);
        }
        catch (LiveKitException fault)
        {
            LogStopUnanswered(fault, _key);
        }
    }

    private Task<Recording> PresumeAsync(Recording recording, DateTimeOffset at, string reason)
    {
        var fact = EgressFact.Presumed(recording.EgressId ?? "", RecordingStatus.Failed, at.ToUnixTimeMilliseconds(), reason) with
        {
            StartedAtMs = recording.Fact?.StartedAtMs,
        };
        return SaveAsync(recording, RecordingState.Apply(recording, fact) ?? recording);
    }

    private Error? Changeable(out Recording recording, out LiveKitCluster cluster)
    {
        recording = _recording!;
        cluster = null!;
        return _recording is null ? NotFound()
            : recording.IsFinal || recording.Status == RecordingStatus.Ending ? new Error(ErrorCode.RecordingEnded, $"It is {recording.Status.Word()}: nothing of it can be changed any more.")
            : recording.EgressId is null || !clusters.TryGetByName(recording.Cluster, out cluster!)
                ? new Error(ErrorCode.LiveKitUnavailable, "LiveKit has not confirmed yet that it began. Try again in a moment.")
            : null;
    }

    private async Task<Result<Recording>> ChangeRefusedAsync(LiveKitException fault, Recording recording, LiveKitCluster cluster)
    {
        if (fault.Code is LiveKitErrorCode.NotFound or LiveKitErrorCode.FailedPrecondition
            && await cluster.Egress.FindAsync(recording.EgressId!) is { Status: >= EgressStatus.Ending } ended)
        {
            var known = await TakeAnswerAsync(recording, recording, ended);
            return new Error(ErrorCode.RecordingEnded, $"It is {known.Status.Word()}: nothing of it can be changed any more.");
        }

        return LiveKitRefusal(fault);
    }

    private static Error LiveKitRefusal(LiveKitException fault) => fault.Code switch
    {
        LiveKitErrorCode.NotFound => new Error(ErrorCode.RecordingRefused, "LiveKit does not find what is to be recorded, or the address that is to be removed."),
        LiveKitErrorCode.InvalidArgument or LiveKitErrorCode.PermissionDenied or LiveKitErrorCode.FailedPrecondition
            or LiveKitErrorCode.AlreadyExists or LiveKitErrorCode.OutOfRange or LiveKitErrorCode.Malformed =>
            new Error(ErrorCode.RecordingRefused, "LiveKit does not take it: source, format and addresses do not go together, or egress is not enabled."),
        _ => new Error(ErrorCode.LiveKitUnavailable, "LiveKit cannot record now. Try again in a moment."),
    };

    [LoggerMessage(LogLevel.Warning, "Whether the egress of {Recording} has begun is not known; it is looked for")]
    private partial void LogStartUnknown(Exception fault, RecordingKey recording);

    [LoggerMessage(LogLevel.Information, "LiveKit did not stop the egress of {Recording}; the next look tells how it stands")]
    private partial void LogStopUnanswered(Exception fault, RecordingKey recording);
}
