using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>
/// Removes sessions that ended before an instant, each with all that were in it; one that reaches beyond the instant stays whole. Nobody can see a
/// session's participants without their session: they go first.
/// </summary>
internal sealed class SessionRemoval(DueRows rows, RetainedRows retained)
{
    private static readonly RetainedTable Sessions = RetainedTable.Sessions;
    private static readonly RetainedTable Participants = RetainedTable.ParticipantSessions;

    private static readonly string SessionsDue =
        $"not exists (select from sessions where {RetentionSql.Within(Sessions)} and (ended_at_ms is null or ended_at_ms >= $3))";

    /// <summary>$1 and $2 are the month's keys, $3 the instant. What contradicts itself (somebody who outlasts the session) is left for whoever repairs it.</summary>
    private static readonly string ParticipantMonthDue =
        $"select {SessionsDue} and not exists (select from participant_sessions where {RetentionSql.Within(Participants)} and (left_at_ms is null or left_at_ms >= $3))";

    /// <summary>A month of sessions goes after that of their participants, also where that could not be dropped.</summary>
    private static readonly string SessionMonthDue =
        $"select {SessionsDue} and not exists (select from participant_sessions where {RetentionSql.Within(Participants)})";

    /// <summary>$1 and $2 are sessions with their tenants, $3 and $4 the least and the greatest of their ids, $5 how many rows.</summary>
    private const string DeleteParticipants =
        """
        delete from participant_sessions p using (
            select q.tenant_id, q.session_id, q.livekit_sid from unnest($1::uuid[], $2::uuid[]) as s (tenant_id, session_id) cross join lateral (
                select tenant_id, session_id, livekit_sid from participant_sessions r
                where r.tenant_id = s.tenant_id and r.session_id = s.session_id and r.session_id between $3 and $4 limit $5) q
            limit $5) due
        where p.tenant_id = due.tenant_id and p.session_id = due.session_id and p.livekit_sid = due.livekit_sid and p.session_id between $3 and $4
        """;

    private const string DeleteSessions =
        """
        delete from sessions t using unnest($1::uuid[], $2::uuid[]) as s (tenant_id, session_id)
        where t.tenant_id = s.tenant_id and t.session_id = s.session_id and t.session_id between $3 and $4
        """;

    /// <summary>Removes them.</summary>
    public async Task<RemovedRows[]> RemoveAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var beforeMs = before.ToUnixTimeMilliseconds();
        async Task<bool> IsDueAsync(string due, PartitionSpan span) =>
            (bool)(await rows.ScalarAsync(due, cancellation, [.. RetainedRows.KeysOf(Sessions, span), beforeMs]))!;

        var (participantMonths, participants) = await retained.DropAsync(
            Participants, before, span => retained.CountAsync(Participants, span, cancellation), span => IsDueAsync(ParticipantMonthDue, span), cancellation);
        var (sessionMonths, sessions) = await retained.DropAsync(
            Sessions, before, span => retained.CountAsync(Sessions, span, cancellation), span => IsDueAsync(SessionMonthDue, span), cancellation);

        await foreach (var tenants in rows.TenantsWithDueAsync(Sessions, before, cancellation))
        {
            await rows.UntilFewerAsync(
                async () =>
                {
                    var due = await rows.ReadAsync(
                        RetentionSql.Due(Sessions, "d.session_id"),
                        static row => (Tenant: row.GetGuid(0), Session: row.GetGuid(1)),
                        cancellation,
                        DueRows.Parameters(Sessions, tenants, before));
                    if (due.Count > 0)
                    {
                        participants += await DeleteAsync(due, cancellation);
                        sessions += due.Count;
                    }

                    return due.Count;
                },
                cancellation);
        }

        return [new RemovedRows(Participants.Name, participants, participantMonths), new RemovedRows(Sessions.Name, sessions, sessionMonths)];
    }

    /// <summary>Deletes sessions with their participants; how many the latter were.</summary>
    private async Task<long> DeleteAsync(List<(Guid Tenant, Guid Session)> due, CancellationToken cancellation)
    {
        long participants = 0;
        object[] keys =
        [
            due.Select(static key => key.Tenant).ToArray(), due.Select(static key => key.Session).ToArray(),
            due.Min(static key => key.Session), due.Max(static key => key.Session),
        ];
        await rows.UntilFewerAsync(
            async () =>
            {
                var deleted = await rows.ExecuteAsync(DeleteParticipants, cancellation, [.. keys, DueRows.Batch]);
                participants += deleted;
                return deleted;
            },
            cancellation);
        await rows.ExecuteAsync(DeleteSessions, cancellation, keys);
        return participants;
    }
}
