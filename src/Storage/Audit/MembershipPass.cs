using System.Runtime.CompilerServices;

namespace RelayKit.Storage.Audit;

/// <summary>Compares participant sessions with the sessions they belong to, which lie in the same month, month by month.</summary>
internal sealed class MembershipPass : IAuditPass
{
    /// <summary>$2 and $3 are the month's ids. A row may break both laws: by the third column the first, by the fourth the second.</summary>
    private const string SelectStrays =
        """
        select format('participant %s of session %s: %s', p.livekit_sid, p.session_id, case
                   when s.session_id is null then 'there is no such session'
                   else format('its room is %s (mode %s), the session''s %s (mode %s)', p.room, p.mode, s.room, s.mode) end),
               format('session %s ended at %s, participant %s at %s',
                   s.session_id, s.ended_at_ms, p.livekit_sid, coalesce(p.left_at_ms::text, 'no time')),
               s.session_id is null or s.room <> p.room or s.mode <> p.mode,
               s.ended_at_ms is not null and (p.left_at_ms is null or p.left_at_ms > s.ended_at_ms)
        from participant_sessions p
        left join sessions s on s.tenant_id = $1 and s.session_id >= $2 and s.session_id < $3 and s.session_id = p.session_id
        where p.tenant_id = $1 and p.session_id >= $2 and p.session_id < $3
          and (s.session_id is null or s.room <> p.room or s.mode <> p.mode
               or s.ended_at_ms is not null and (p.left_at_ms is null or p.left_at_ms > s.ended_at_ms))
        """;

    public async IAsyncEnumerable<AuditFinding> FindAsync(
        AuditSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var month in snapshot.ReadMonthsAsync(cancellation))
        {
            snapshot.Report(AuditCheck.EndsWithSession, month);
            await foreach (var row in snapshot.ReadAsync(SelectStrays, cancellation, month.FirstId, month.EndId))
            {
                if (row.GetBoolean(2))
                {
                    yield return snapshot.Finding(AuditCheck.BelongsToSession, row.GetString(0));
                }

                if (row.GetBoolean(3))
                {
                    yield return snapshot.Finding(AuditCheck.EndsWithSession, row.GetString(1));
                }
            }
        }
    }
}
