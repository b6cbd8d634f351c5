using System.Runtime.CompilerServices;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Sessions;
using RelayKit.Usage.Export;

namespace RelayKit.Storage.Usage;

/// <summary>
/// A participant session lies with its session, whose id begins with its start. So those of sessions that began within the range are read by
/// their key, and before them those of older sessions that reach into it, which are found by looking at sessions alone.
/// </summary>
internal sealed class PostgresUsageExportStore(PostgresDataSources sources) : IUsageExportStore
{
    private const int PageRows = 1_000;
    private const int SessionsLookedAt = 10_000;

    /// <summary>Somebody may have joined before their session began, by another clock; not by as much.</summary>
    private const long JoinedAheadMs = 24 * 3_600_000;

    /// <summary>
    /// Of the next $6 sessions after $3 and before $4, those that had not ended at $5; and the last of them in any case, which is where
    /// the next look begins.
    /// </summary>
    private const string SelectReaching =
        """
        with looked_at as materialized (
            select session_id, mode = $2 and (ended_at_ms is null or ended_at_ms >= $5) as reaches
            from sessions where tenant_id = $1 and session_id > $3 and session_id < $4 order by session_id limit $6
        )
        select session_id, reaches from looked_at
        where reaches or session_id = (select session_id from looked_at order by session_id desc limit 1)
        order by session_id
        """;

    /// <summary>
    /// $3 and $4 are the key after which it begins, and $5 the last session. Whoever was connected for no time at all is of the
    /// range in which it joined.
    /// </summary>
    private const string SelectPage =
        $"""
         select {SessionColumns.Participant}, p.room from participant_sessions p
         where p.tenant_id = $1 and p.mode = $2
           and p.session_id >= $3 and (p.session_id, p.livekit_sid) > ($3, $4) and p.session_id <= $5
           and p.joined_at_ms < $7 and (p.left_at_ms is null or p.ended_at_ms > $6 or p.joined_at_ms >= $6)
         order by p.session_id, p.livekit_sid limit $8
         """;

    private const string SelectSids = "select session_id, livekit_sid from sessions where tenant_id = $1 and mode = $2 and session_id = any($3)";

    public async IAsyncEnumerable<IReadOnlyList<ExportedParticipant>> ReadAsync(
        UsageExportQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (query.FromMs >= query.ToMs)
        {
            yield break;
        }

        var began = FactId.Lowest(query.FromMs);
        await foreach (var session in FindReachingAsync(query, began, cancellation))
        {
            await foreach (var page in ReadRangeAsync(query, session, session, cancellation))
            {
                yield return page;
            }
        }

        await foreach (var page in ReadRangeAsync(query, began, FactId.Lowest(query.ToMs + JoinedAheadMs), cancellation))
        {
            yield return page;
        }
    }

    private async IAsyncEnumerable<Guid> FindReachingAsync(
        UsageExportQuery query, Guid before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Guid? last = Guid.Empty;
        while (last is { } after)
        {
            var reaching = new List<Guid>();
            last = null;
            await using (var batch = CreateBatch(query, SelectReaching, after, before, query.FromMs, SessionsLookedAt))
            await using (var reader = await batch.ExecuteTenantReaderAsync(cancellation))
            {
                while (await reader.ReadAsync(cancellation))
                {
                    last = reader.GetGuid(0);
                    if (reader.GetBoolean(1))
                    {
                        reaching.Add(last.Value);
                    }
                }
            }

            foreach (var session in reaching)
            {
                yield return session;
            }
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ExportedParticipant>> ReadRangeAsync(
        UsageExportQuery query, Guid from, Guid last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (session, sid) = (from, "");
        while (true)
        {
            var rows = await ReadPageAsync(query, session, sid, last, cancellation);
            if (rows.Count > 0)
            {
                yield return await WithSidsAsync(query, rows, cancellation);
            }

            if (rows.Count < PageRows)
            {
                yield break;
            }

            (session, sid) = (rows[^1].Row.SessionId, rows[^1].Row.LiveKitSid);
        }
    }

    private async Task<List<(string Room, ParticipantRow Row)>> ReadPageAsync(
        UsageExportQuery query, Guid session, string sid, Guid last, CancellationToken cancellation)
    {
        await using var batch = CreateBatch(query, SelectPage, session, sid, last, query.FromMs, query.ToMs, PageRows);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var rows = new List<(string, ParticipantRow)>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add((reader.GetString(SessionColumns.ParticipantCount), SessionColumns.ReadParticipant(reader)));
        }

        return rows;
    }

    private async Task<IReadOnlyList<ExportedParticipant>> WithSidsAsync(
        UsageExportQuery query, List<(string Room, ParticipantRow Row)> rows, CancellationToken cancellation)
    {
        var sids = new Dictionary<Guid, string>();
        await using var batch = CreateBatch(query, SelectSids, rows.Select(row => row.Row.SessionId).Distinct().ToArray());
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            sids[reader.GetGuid(0)] = reader.GetString(1);
        }

        return [.. rows.Select(row => new ExportedParticipant(row.Room, sids[row.Row.SessionId], row.Row))];
    }

    private NpgsqlBatch CreateBatch(UsageExportQuery query, string sql, params ReadOnlySpan<object> values)
    {
        var batch = sources.App.CreateTenantBatch(query.Key.Tenant);
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(query.Key.Tenant.Value);
        command.Parameters.AddWithValue(ModeColumn.Of(query.Key.Mode));
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        batch.BatchCommands.Add(command);
        return batch;
    }
}
