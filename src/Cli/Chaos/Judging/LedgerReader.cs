using Npgsql;
using RelayKit.Usage;

namespace RelayKit.Cli.Chaos.Judging;

/// <summary>Reads the ledger of a run as a superuser, tenants and all.</summary>
internal sealed class LedgerReader(NpgsqlDataSource database)
{
    public async Task<LedgerRows> ReadAsync(CancellationToken cancellation) => new(
        await ReadAsync(
            "select livekit_sid, started_at_ms, ended_at_ms, end_estimated from relaykit.sessions",
            row => new LedgerSession(row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetBoolean(3)),
            cancellation),
        await ReadAsync(
            """
            select p.tenant_id, s.livekit_sid, p.livekit_sid, p.identity, p.class, p.joined_at_ms, p.ended_at_ms,
                p.join_event_id is not null, p.leave_event_id is not null, p.end_estimated
            from relaykit.participant_sessions p join relaykit.sessions s using (tenant_id, session_id)
            """,
            row => new LedgerParticipant(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                ((ParticipantClass)row.GetInt16(4)).Word(),
                row.GetInt64(5),
                row.IsDBNull(6) ? null : row.GetInt64(6),
                row.GetBoolean(7),
                row.GetBoolean(8),
                row.GetBoolean(9)),
            cancellation));

    /// <summary>How many events all tenants' logs have: it grows with every batch that tells anything.</summary>
    public async Task<long> CountEventsAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select coalesce(sum(last_seq), 0)::bigint from relaykit.event_counters");
        command.CommandTimeout = 5;
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
