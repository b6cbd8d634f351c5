using System.Collections.Immutable;
using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>Request logs of 30 days ago: whole days.</summary>
internal sealed class RequestLogRetention(RetainedRows retained) : IRetentionStep
{
    public string Name => "request_logs";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation) =>
        [await retained.RemoveAsync(RetainedTable.RequestLogs, task.LogsBefore, cancellation)];
}
