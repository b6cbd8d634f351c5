using System.Runtime.CompilerServices;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Follows the numbers of the event log, in the order of their index: from 1 on, or from where retention has left off; what is left below that may
/// have gaps.
/// </summary>
internal sealed class SequencePass : IAuditPass
{
    /// <summary>The index has the order; a sort of the whole log would be a copy of it in temporary files.</summary>
    private const string ByIndex = "set local enable_sort = off";

    /// <summary>Up to here some may have been removed.</summary>
    private const string RemovedThrough = "(select coalesce(max(removed_through), 0) from event_counters where tenant_id = $1)";

    private const string SelectBreaks =
        $"""
        select case when seq = previous then format('number %s is there twice', seq) else format('after number %s comes %s', previous, seq) end
        from (select seq, lag(seq, 1, {RemovedThrough}) over (order by seq) as previous from events where tenant_id = $1 and seq > {RemovedThrough}) n
        where seq <> previous + 1
        """;

    private const string SelectCounter =
        $"""
        select format('the last number is %s, the counter stands at %s', l.last, coalesce(c.last_seq::text, 'nothing'))
        from (select greatest(coalesce(max(seq), 0), {RemovedThrough}) as last from events where tenant_id = $1) l
        left join event_counters c on c.tenant_id = $1
        where coalesce(c.last_seq, 0) <> l.last
        """;

    public async IAsyncEnumerable<AuditFinding> FindAsync(
        AuditSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        snapshot.Report(AuditCheck.Sequence);
        await snapshot.ExecuteAsync(ByIndex, cancellation);
        foreach (var select in new[] { SelectBreaks, SelectCounter })
        {
            await foreach (var row in snapshot.ReadAsync(select, cancellation))
            {
                yield return snapshot.Finding(AuditCheck.Sequence, row.GetString(0));
            }
        }
    }
}
