using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Faults;

namespace RelayKit.LiveKit.Simulator.Egress;

internal sealed partial class EgressWorker
{
    /// <summary>LiveKit deletes what ended so long ago, and looks for it that often.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(30);

    private DateTimeOffset _sweptAt = time.GetUtcNow();

    /// <summary>Every worker looks at its room and at its clock.</summary>
    public void Look()
    {
        List<SimulatedEgress> due;
        lock (_gate)
        {
            foreach (var egress in _egresses.Where(egress => egress is { HasEnded: false, IsDead: false, IsUploading: false }).ToList())
            {
                Look(egress);
            }

            due = _egresses.Where(egress => egress.IsUploading && egress.ClosedAt is not null).Except(_started).ToList();
            _started.AddRange(due);
            Sweep();
        }

        // Outside the lock: what is uploaded may be large.
        foreach (var egress in due)
        {
            _ = UploadAsync(egress);
        }
    }

    private readonly List<SimulatedEgress> _started = [];

    private void Look(SimulatedEgress egress)
    {
        if (egress.End is not null)
        {
            LookAtEnding(egress, Now - egress.ClosedAt!.Value);
        }
        else if (egress.ActiveAt is { } activeAt)
        {
            LookAtActive(egress, Now - activeAt + egress.Advanced);
        }
        else
        {
            LookAtStarting(egress, Now - egress.AcceptedAt);
        }
    }

    private void LookAtStarting(SimulatedEgress egress, TimeSpan since)
    {
        var script = egress.Script;
        if (Fails(egress, EgressPhase.Starting, since))
        {
            return;
        }

        var stays = script.Failure?.At == EgressPhase.Starting;
        var seen = Join(egress) ? EgressSight.Of(egress, See(egress)) : EgressSight.Gone;
        if (seen.State == EgressSightState.Gone)
        {
            Finish(egress, EgressEnd.Aborted("Start signal not received", "End reason: Source closed"));
        }
        else if (script.SignalMissingAfter is { } patience)
        {
            if (since >= patience)
            {
                Finish(egress, EgressEnd.Aborted("Start signal not received", ""));
            }
        }
        else if (seen.State == EgressSightState.Missing)
        {
            egress.MissingSince ??= Now;
            if (Now - egress.MissingSince >= options.Egress.SourcePatience)
            {
                Finish(egress, EgressEnd.Failed(seen.Missing!, 404));
            }
        }
        else if (!stays && since >= script.StartDelay && seen.State == EgressSightState.Ready)
        {
            Activate(egress, seen);
        }
    }

    private void LookAtActive(SimulatedEgress egress, TimeSpan recorded)
    {
        if (egress.Script.DeadAfter <= recorded)
        {
            Die(egress);
            return;
        }

        if (Fails(egress, EgressPhase.Active, recorded))
        {
            return;
        }

        if (egress.Script.LimitAfter <= recorded)
        {
            Close(egress, EgressEnd.LimitReached, isTold: false);
            return;
        }

        var seen = EgressSight.Of(egress, See(egress));
        if (seen.State != EgressSightState.Ready)
        {
            Close(egress, EgressEnd.Complete("Source closed"), isTold: true);
        }
        else if (egress.HasJoined && !seen.HasRecorder)
        {
            Finish(egress, EgressEnd.Failed("recording ended early: connection to room failed", 503));
        }
    }

    private void LookAtEnding(SimulatedEgress egress, TimeSpan since)
    {
        if (!Fails(egress, EgressPhase.Ending, since))
        {
            egress.IsUploading = since >= egress.Script.EndingDelay;
        }
    }

    private bool Fails(SimulatedEgress egress, EgressPhase phase, TimeSpan since)
    {
        if (egress.Script.Failure is not { } failure || failure.At != phase || failure.After > since)
        {
            return false;
        }

        Finish(egress, EgressEnd.Failed(failure.Error, failure.Code));
        return true;
    }

    private IReadOnlyList<ParticipantInfo>? See(SimulatedEgress egress) =>
        egress.Request.IsWeb ? [] : cluster.SeenByRecorder(egress.Info.RoomName, egress.RoomSid);

    /// <summary>False when the room is over.</summary>
    private bool Join(SimulatedEgress egress)
    {
        if (egress.Request.IsWeb || egress.HasJoined)
        {
            return true;
        }

        egress.HasJoined = cluster.TryJoinRecorder(egress.Info.RoomName, egress.RoomSid, RecorderToken.Claims(egress.Id, egress.Info.RoomName));
        return egress.HasJoined;
    }

    private void Activate(SimulatedEgress egress, EgressSight seen)
    {
        egress.ActiveAt = Now;
        egress.SourceSid = seen.SourceSid;
        if (seen.Track is { } track)
        {
            egress.Names.Know(seen.Publisher!, track);
            egress.NameResults();
        }

        egress.Info.Status = EgressStatus.EgressActive;
        foreach (var stream in egress.Info.StreamResults)
        {
            stream.StartedAt = SimulatedEgress.Nanoseconds(Now);
        }

        Tell(egress, "egress_updated", egress.Script.SkipActive);
    }

    /// <summary>Stops to record; what is recorded is still to be uploaded.</summary>
    private void Close(SimulatedEgress egress, EgressEnd end, bool isTold)
    {
        egress.ClosedAt = Now;
        egress.End = end;
        Leave(egress, DisconnectReason.ClientInitiated);
        egress.Info.Details = end.Details;
        if (isTold)
        {
            egress.Info.Status = EgressStatus.EgressEnding;
            Tell(egress, "egress_updated", egress.Script.SkipEnding);
        }
    }

    private async Task UploadAsync(SimulatedEgress egress)
    {
        var end = egress.End!;
        EgressResults? results = null;
        try
        {
            results = await uploads.RunAsync(egress, egress.Recorded(Now), _stopped.Token);
        }
        catch (EgressUploadException exception)
        {
            end = new EgressEnd(EgressStatus.EgressFailed, exception.Message, 400, end.Details);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            end = new EgressEnd(EgressStatus.EgressFailed, $"handler process failed: {fault.GetType().Name}", 500, end.Details);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            egress.IsUploading = false;
            _started.Remove(egress);
            if (results is not null)
            {
                Take(egress, results);
            }

            // It may have been made to fail in the meantime.
            if (!egress.HasEnded && !egress.IsDead)
            {
                Finish(egress, end);
            }
        }
    }

    private static void Take(SimulatedEgress egress, EgressResults results)
    {
        egress.Uploaded.AddRange(results.Uploaded);
        egress.Info.FileResults.Clear();
        egress.Info.FileResults.AddRange(results.Files);
        egress.Info.SegmentResults.Clear();
        egress.Info.SegmentResults.AddRange(results.Segments);
        egress.Info.BackupStorageUsed = results.BackupUsed;
    }

    private void Finish(SimulatedEgress egress, EgressEnd end)
    {
        Leave(egress, DisconnectReason.ClientInitiated);
        egress.ClosedAt ??= Now;
        var info = egress.Info;
        (info.Status, info.Error, info.ErrorCode, info.Details) = (end.Status, end.Error, end.Code, end.Details);
        for (var i = 0; i < egress.Urls.Count; i++)
        {
            EndStream(egress, i, "");
        }

        // What it was made to record beyond the time that passed has not passed yet.
        info.EndedAt = Math.Max(SimulatedEgress.Nanoseconds(Now), info.FileResults.Select(file => file.EndedAt).DefaultIfEmpty().Max());
        if (egress.Script.DuplicateEnded is { } fault)
        {
            faults.Add(new FaultScript(egress.Id, "egress_ended", fault, WaitMs: 0, Remaining: 1));
        }

        Tell(egress, "egress_ended", isSkipped: false);
        egress.IsListed = !egress.Script.Forget;
    }

    /// <summary>Its process is gone: its connection to the room breaks off, and nobody tells the server.</summary>
    private void Die(SimulatedEgress egress)
    {
        egress.IsDead = true;
        egress.ClosedAt ??= Now;
        Leave(egress, DisconnectReason.ConnectionTimeout);
    }

    private void Leave(SimulatedEgress egress, DisconnectReason reason)
    {
        if (egress.HasJoined)
        {
            cluster.LeaveRecorder(egress.Info.RoomName, egress.RoomSid, egress.Id, reason);
            egress.HasJoined = false;
        }
    }

    private void Sweep()
    {
        if (Now - _sweptAt < SweepInterval)
        {
            return;
        }

        _sweptAt = Now;
        var oldest = SimulatedEgress.Nanoseconds(Now - Kept);
        foreach (var egress in _egresses.Where(egress => egress.Stored.EndedAt > 0 && egress.Stored.EndedAt <= oldest))
        {
            egress.IsListed = false;
        }
    }
}
