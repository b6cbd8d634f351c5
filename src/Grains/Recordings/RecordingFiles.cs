using Microsoft.Extensions.Logging;
using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>
/// Looks for files that LiveKit says were written, and moves those over that had to wait in managed storage. What it finds goes to the recording's grain.
/// </summary>
public sealed partial class RecordingFiles(
    IRecordingFileStore store,
    RecordingPlaces places,
    IObjectStorage objects,
    GrainReferences<IRecordingGrain> recordings,
    TimeProvider time,
    ILogger<RecordingFiles> logger)
{
    /// <summary>Long enough to move a file of some gigabytes; who dies with one leaves it for so long.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromHours(1);

    /// <summary>How long a file is looked for, and a full bucket or wrong key may be mended, until it counts as missing.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromDays(1);

    /// <summary>Does all that is due, one file after the other: each claim begins with its own file.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await store.ClaimAsync(time.GetUtcNow(), Claim, cancellation) is { } task)
        {
            await TryAsync(task, cancellation);
        }
    }

    /// <summary>When to try again: soon at first, in the end each hour.</summary>
    public static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, Math.Clamp(attempts, 0, 10))));

    private async Task TryAsync(FileTask task, CancellationToken cancellation)
    {
        var recording = task.Recording;
        try
        {
            var finding = recording.File == RecordingFile.Rescued
                ? await MoveAsync(recording, cancellation)
                : await LookAsync(recording, cancellation);
            await recordings.Get(recording.Key.ToString()).SettleFileAsync(finding);
            if (recording.File == RecordingFile.Rescued && finding.File == RecordingFile.Present && places.Rescued(recording) is { } waiting)
            {
                await places.DeleteAsync(waiting, cancellation);
            }
        }
        catch (StorageException fault) when (recording.File != RecordingFile.Rescued && time.GetUtcNow() - EndOf(recording) > LookFor)
        {
            await recordings.Get(recording.Key.ToString())
                .SettleFileAsync(new FileFinding(RecordingFile.Missing, $"The bucket could not be asked for a day: {fault.Fault.Detail}", time.GetUtcNow(), null));
        }
        catch (StorageException fault)
        {
            LogPutOff(recording.Key, fault.Fault.Kind);
            await store.PutOffAsync(recording.Key, time.GetUtcNow() + Backoff(task.Attempts), fault.Fault.Detail, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            // One file must not keep the others from being looked for.
            LogFailed(fault, recording.Key);
            await store.PutOffAsync(recording.Key, time.GetUtcNow() + Backoff(task.Attempts), "RelayKit had a fault of its own.", cancellation);
        }
    }

    private async Task<FileFinding> LookAsync(Recording recording, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await places.IntendedAsync(recording, cancellation) is not { } file)
        {
            return new FileFinding(RecordingFile.Missing, "The storage that the file went to is no longer known.", now, null);
        }

        if (await objects.HeadAsync(file.Bucket, file.Key, cancellation) is not { } found)
        {
            return new FileFinding(RecordingFile.Missing, "LiveKit says that the file was written, but the bucket has no such object.", now, null);
        }

        // Of HLS the size is that of all segments, and what was looked for is the playlist.
        return recording.Format == RecordingFormat.Hls || recording.Fact?.SizeBytes is not { } size || size == found.SizeBytes
            ? new FileFinding(RecordingFile.Present, null, now, null)
            : new FileFinding(RecordingFile.Mismatched, $"The bucket's object has {found.SizeBytes} bytes; LiveKit told of {size}.", now, null);
    }

    private async Task<FileFinding> MoveAsync(Recording recording, CancellationToken cancellation)
    {
        var to = await places.IntendedAsync(recording, cancellation) ?? throw Nowhere("put", "The storage that the file is to go to is no longer known.");
        var from = places.Rescued(recording) ?? throw Nowhere("get", "Managed storage is not configured any more. Tell the operator.");
        await objects.ProbeAsync(to.Bucket, cancellation);
        var copied = await objects.CopyAsync(from.Bucket, from.Key, to.Bucket, to.Key, cancellation);
        return new FileFinding(RecordingFile.Present, null, time.GetUtcNow(), copied.Sha256);
    }

    private static StorageException Nowhere(string step, string detail) => new(new StorageFault(StorageFaultKind.NoSuchBucket, step, detail));

    private static DateTimeOffset EndOf(Recording recording) =>
        recording.Fact?.EndedAtMs is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : recording.RequestedAt;

    [LoggerMessage(LogLevel.Information, "The file of {Recording} could not be looked for or moved yet: {Fault}")]
    private partial void LogPutOff(RecordingKey recording, StorageFaultKind fault);

    [LoggerMessage(LogLevel.Warning, "The file of {Recording} could not be looked for or moved")]
    private partial void LogFailed(Exception fault, RecordingKey recording);
}
