using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RelayKit.ObjectStorage;
using RelayKit.Retention;
using RelayKit.Storage.Retention;

namespace RelayKit.Storage.Recordings;

/// <summary>
/// Files in managed storage go when the operator's time for them is over. What is known of recordings goes as usage does, 12 months after their end; as
/// long as a file is there the tenant finds it by its row, so that row stays.
/// </summary>
internal sealed partial class RecordingRetention(DueRows rows, ManagedFiles files, ILogger<RecordingRetention> logger) : IRetentionStep
{
    private const string DeleteEnded =
        """
        delete from recordings where (tenant_id, recording_id) in (
            select tenant_id, recording_id from recordings
            where ended_at_ms < $1 and file in ('none', 'missing', 'deleted') limit $2)
        """;

    public string Name => "recordings";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation)
    {
        try
        {
            await files.RemoveDueAsync(task.Now, cancellation);
        }
        catch (StorageException fault)
        {
            // The rows of others do not wait for that; the next run tries again.
            LogUnremoved(fault, fault.Fault.Kind);
        }

        long deleted = 0;
        await rows.UntilFewerAsync(
            async () =>
            {
                var some = await rows.ExecuteAsync(DeleteEnded, cancellation, task.UsageBefore.ToUnixTimeMilliseconds(), DueRows.Batch);
                deleted += some;
                return some;
            },
            cancellation);
        return [new RemovedRows("recordings", deleted, 0)];
    }

    [LoggerMessage(LogLevel.Warning, "Files in managed storage could not be removed: {Fault}")]
    private partial void LogUnremoved(Exception exception, StorageFaultKind fault);
}
