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

        try
        {
            if (await FileAsync(recording, cancellation) is not { } file)
            {
                return NoFile(recording);
            }

            var link = await objects.PresignAsync(file.Bucket, file.Key, new DownloadTerms(lifetime, file.Key.FileName, inline), cancellation);
            return new DownloadLink(link, time.GetUtcNow() + lifetime, recording.Fact?.SizeBytes);
        }
        catch (StorageException fault)
        {
            return RecordingErrors.Unusable(fault);
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
            if (await FileAsync(recording, cancellation) is { } file)
            {
                await places.DeleteAsync(file, cancellation);
            }
        }
        catch (StorageException fault)
        {
            return RecordingErrors.Unusable(fault);
        }

        return await SaveAsync(recording, recording with { File = RecordingFile.Deleted, DeletedAt = time.GetUtcNow(), FileError = null });
    }

    /// <summary>Where a file is now; null when there is none, or its storage is no longer known.</summary>
    private async Task<PlacedFile?> FileAsync(Recording recording, CancellationToken cancellation) => recording.File switch
    {
        RecordingFile.None or RecordingFile.Deleted => null,
        RecordingFile.Rescued => places.Rescued(recording),
        _ => await places.IntendedAsync(recording, cancellation),
    };

    private static Error NoFile(Recording recording) => new(ErrorCode.RecordingFileUnavailable, recording.File switch
    {
        RecordingFile.Deleted => "The file was deleted.",
        RecordingFile.None when !recording.IsFinal => "The file is written when the recording has ended.",
        RecordingFile.None => "Nothing was recorded, so there is no file.",
        _ => "The storage that the file went to is no longer known.",
    });
}
