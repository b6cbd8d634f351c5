using System.Collections.Immutable;
using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>Usage of 12 months ago. Roll-ups go first: sessions without them can be added up again, they without sessions cannot be checked.</summary>
internal sealed class UsageRetention(RetainedRows retained, SessionRemoval sessions, EventRemoval events) : IRetentionStep
{
    private static readonly RetainedTable[] Tables =
        [RetainedTable.UsageHourly, RetainedTable.UsageHourlyByRoom, RetainedTable.UsageHourlyByLabel, RetainedTable.BandwidthHourly];

    public string Name => "usage";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation)
    {
        var removed = ImmutableArray.CreateBuilder<RemovedRows>();
        foreach (var table in Tables)
        {
            removed.Add(await retained.RemoveAsync(table, task.UsageBefore, cancellation));
        }

        removed.AddRange(await sessions.RemoveAsync(task.UsageBefore, cancellation));
        removed.Add(await events.RemoveAsync(task.UsageBefore, cancellation));
        return removed.DrainToImmutable();
    }
}
