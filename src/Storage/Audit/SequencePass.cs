using System.Runtime.CompilerServices;

namespace RelayKit.Storage.Audit;

/// <summary>Follows the numbers of the event log from 1 on, in the order of their index.</summary>
internal sealed class SequencePass : IAuditPass
{
    /// <summary>The index has the order; a sort of the whole log would be a copy of it in temporary files.</summary>
    private const string ByIndex = "set local enable_sort = off";

    private const string SelectBreaks =
        """
        select case when seq = previous then format('number %s is there twice', seq) else format('after number %s comes %s', previous, seq) end
        from (select seq, lag(seq, 1, 0::bigint) over (order by seq) as previous from events where tenant_id = $1) n
        where seq <> previous + 1
        """;

    private const string SelectCounter =
        """
        select format('the last number is %s, the counter stands at %s', l.last, coalesce(c.last_seq::text, 'nothing'))
        from (select coalesce(max(seq), 0) as last from events where tenant_id = $1) l
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
