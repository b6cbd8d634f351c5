using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>
/// Removes events that happened before an instant. Before any of a tenant's goes, its counter says up to which number some may be gone, so that what is
/// left of a log can still be told from one that lost something. The counter is the ledger's: it is touched for one tenant at a time, and let go of at once.
/// </summary>
internal sealed class EventRemoval(DueRows rows, RetainedRows retained)
{
    private static readonly RetainedTable Events = RetainedTable.Events;

    private const string NoteRemoved =
        "update event_counters set removed_through = $2 where tenant_id = $1 and removed_through < $2";

    /// <summary>$1 and $2 are tenants and ids, $3 and $4 the least and the greatest of the ids.</summary>
    private const string Delete =
        """
        delete from events e using unnest($1::uuid[], $2::uuid[]) as due (tenant_id, event_id)
        where e.tenant_id = due.tenant_id and e.event_id = due.event_id and e.event_id between $3 and $4
        """;

    private static readonly string AllDue =
        $"select not exists (select from events where {RetentionSql.Within(Events)} and created_at_ms >= $3)";

    private static readonly string SelectMonth =
        $"select tenant_id, max(seq), count(*) from events where {RetentionSql.Within(Events)} group by tenant_id order by tenant_id";

    /// <summary>Removes them.</summary>
    public async Task<RemovedRows> RemoveAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var (months, removed) = await retained.DropAsync(
            Events,
            before,
            span => NoteMonthAsync(span, cancellation),
            async span => (bool)(await rows.ScalarAsync(
                AllDue, cancellation, [.. RetainedRows.KeysOf(Events, span), before.ToUnixTimeMilliseconds()]))!,
            cancellation);
        await foreach (var tenants in rows.TenantsWithDueAsync(Events, before, cancellation))
        {
            await rows.UntilFewerAsync(
                async () =>
                {
                    var due = await rows.ReadAsync(
                        RetentionSql.Due(Events, "d.event_id", "d.seq"),
                        static row => (Tenant: row.GetGuid(0), Id: row.GetGuid(1), Sequence: row.GetInt64(2)),
                        cancellation,
                        DueRows.Parameters(Events, tenants, before));
                    foreach (var tenant in due.GroupBy(static one => one.Tenant))
                    {
                        await rows.ExecuteAsync(NoteRemoved, cancellation, tenant.Key, tenant.Max(static one => one.Sequence));
                    }

                    if (due.Count > 0)
                    {
                        removed += await rows.ExecuteAsync(
                            Delete,
                            cancellation,
                            due.Select(static one => one.Tenant).ToArray(),
                            due.Select(static one => one.Id).ToArray(),
                            due.Min(static one => one.Id),
                            due.Max(static one => one.Id));
                    }

                    return due.Count;
                },
                cancellation);
        }

        return new RemovedRows(Events.Name, removed, months);
    }

    /// <summary>Counts a month's events and notes their numbers.</summary>
    private async Task<long> NoteMonthAsync(PartitionSpan span, CancellationToken cancellation)
    {
        var tenants = await rows.ReadWholeAsync(
            SelectMonth,
            static row => (Tenant: row.GetGuid(0), Last: row.GetInt64(1), Count: row.GetInt64(2)),
            cancellation,
            RetainedRows.KeysOf(Events, span));
        foreach (var (tenant, last, _) in tenants)
        {
            await rows.ExecuteAsync(NoteRemoved, cancellation, tenant, last);
        }

        return tenants.Sum(static tenant => tenant.Count);
    }
}
