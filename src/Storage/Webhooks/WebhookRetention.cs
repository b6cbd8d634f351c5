using System.Collections.Immutable;
using RelayKit.Retention;
using RelayKit.Storage.Retention;

namespace RelayKit.Storage.Webhooks;

/// <summary>Tries to send webhooks of 30 days ago: whole days.</summary>
internal sealed class WebhookRetention(RetainedRows retained) : IRetentionStep
{
    public string Name => "webhook_attempts";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation) =>
        [await retained.RemoveAsync(RetainedTable.WebhookAttempts, task.LogsBefore, cancellation)];
}
