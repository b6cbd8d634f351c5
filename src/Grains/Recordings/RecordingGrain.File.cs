using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>What is done with a recording's file: a link, and its deletion. Nothing of it ever comes through here.</summary>
internal sealed partial class RecordingGrain
{
    public async Task<Result<DownloadLink>> LinkAsync(TimeSpan lifetime, bool inline, CancellationToken cancellation)
    {
        if (_recording is not { } recording)
        {
            return NotFound();
        }

        if (await FileAsync(recording, cancellation) is not var (bucket, key))
        {
            return NoFile(recording);
        }

        try
        {
            var link = await objects.PresignAsync(bucket, key, new DownloadTerms(lifetime, key.FileName, inline), cancellation);
            return new DownloadLink(link, time.GetUtcNow() + lifetime, recording.Fact?.SizeBytes);
        }
        catch (StorageException fault)
        {
            return new Error(ErrorCode.StorageUnusable, fault.Fault.Detail);
        }
    }

    public async Task<Result<Recording>> DeleteFileAsync(CancellationToken cancellation)
    {
        if (_recording is not { } recording)
        {
            return NotFound();
        }

        if (!recording.IsFinal)
        {
            return new Error(ErrorCode.RecordingNotEnded, $"It is {recording.Status.Word()}. Stop it by POST …/stop and wait for its end.");
        }

        if (recording.File == RecordingFile.Deleted)
        {
            return recording;
        }

        try
        {
            if (await FileAsync(recording, cancellation) is var (bucket, key))
            {
                await DeleteAsync(bucket, key, recording.Format, cancellation);
            }
        }
        catch (StorageException fault)
        {
            return new Error(ErrorCode.StorageUnusable, fault.Fault.Detail);
        }

        return await SaveAsync(recording, recording with { File = RecordingFile.Deleted, DeletedAt = time.GetUtcNow(), FileError = null });
    }

    private async Task DeleteAsync(StorageBucket bucket, ObjectKey key, RecordingFormat? format, CancellationToken cancellation)
    {
        if (format == RecordingFormat.Hls)
        {
            await objects.DeleteAllAsync(bucket, RecordingPlan.FolderOf(key.Text)[bucket.Prefix.Length..], cancellation);
        }
        else
        {
            await objects.DeleteAsync(bucket, key, cancellation);
        }
    }

    /// <summary>Where a file is now, with what opens it; null when there is none, or its storage is no longer known.</summary>
    private async Task<(StorageBucket Bucket, ObjectKey Key)?> FileAsync(Recording recording, CancellationToken cancellation)
    {
        if (recording.Place is not { } place || recording.File is RecordingFile.None or RecordingFile.Deleted)
        {
            return null;
        }

        var bucket = recording.File == RecordingFile.Rescued
            ? storages.Rescue
            : (await storages.FindAsync(_key.Tenant, _key.Mode, place.StorageId, cancellation))?.Bucket;
        return bucket is not null && place.TryKeyIn(bucket, recording.File == RecordingFile.Rescued, out var key) ? (bucket, key) : null;
    }

    private static Error NoFile(Recording recording) => new(ErrorCode.RecordingFileUnavailable, recording.File switch
    {
        RecordingFile.Deleted => "The file was deleted.",
        RecordingFile.None when !recording.IsFinal => "The file is written when the recording has ended.",
        RecordingFile.None => "Nothing was recorded, so there is no file.",
        _ => "The storage that the file went to is no longer known.",
    });
}
