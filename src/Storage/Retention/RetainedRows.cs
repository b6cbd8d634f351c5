using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>
/// Removes what is due of one table: whole partitions where all of one is, and their owner's login is at hand; else rows. Of the partition that the
/// limit lies in, the rows before it are deleted day by day, so that little is left of it when it is dropped.
/// </summary>
/// <param name="rows">Deletes rows.</param>
/// <param name="partitions">Drops partitions; null where this process has no login that may.</param>
internal sealed class RetainedRows(DueRows rows, PartitionDrop? partitions)
{
    /// <summary>Removes it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="before">What is from before this instant is due.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async Task<RemovedRows> RemoveAsync(RetainedTable table, DateTimeOffset before, CancellationToken cancellation)
    {
        var (dropped, count) = await DropAsync(
            table, before, span => CountAsync(table, span, cancellation), static _ => Task.FromResult(true), cancellation);
        return new RemovedRows(table.Name, count + await rows.DeleteAsync(table, before, cancellation), dropped);
    }

    /// <summary>Drops the partitions that are due as a whole.</summary>
    /// <param name="table">The table.</param>
    /// <param name="before">What is from before this instant is due.</param>
    /// <param name="prepare">Does what has to be done before, and counts the partition's rows.</param>
    /// <param name="isDue">Whether all of a partition whose time is over is due.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async Task<(int Partitions, long Rows)> DropAsync(
        RetainedTable table,
        DateTimeOffset before,
        Func<PartitionSpan, Task<long>> prepare,
        Func<PartitionSpan, Task<bool>> isDue,
        CancellationToken cancellation)
    {
        if (partitions is null)
        {
            return default;
        }

        await partitions.DropDetachedAsync(table.Name, cancellation);
        var (dropped, count) = (0, 0L);
        foreach (var span in await partitions.ListEndedAsync(table.Name, before, cancellation))
        {
            if (!await isDue(span))
            {
                continue;
            }

            var gone = await prepare(span);
            if (await partitions.TryDropAsync(table.Name, span, cancellation))
            {
                (dropped, count) = (dropped + 1, count + gone);
            }
        }

        return (dropped, count);
    }

    /// <summary>How many rows of a table lie in a partition's span.</summary>
    public async Task<long> CountAsync(RetainedTable table, PartitionSpan span, CancellationToken cancellation) => (long)(await rows.ScalarAsync(
        $"select count(*) from {table.Name} where {RetentionSql.Within(table)}", cancellation, KeysOf(table, span)))!;

    /// <summary>Where a partition begins and ends, as keys of its table.</summary>
    public static object[] KeysOf(RetainedTable table, PartitionSpan span) => [RetentionSql.KeyOf(table, span.From), RetentionSql.KeyOf(table, span.Until)];
}
