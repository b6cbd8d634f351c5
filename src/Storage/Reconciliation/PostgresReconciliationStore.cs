using System.Collections.Immutable;
using RelayKit.Identifiers;
using RelayKit.Reconciliation;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Storage.Reconciliation;

/// <summary>Reads across tenants, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresReconciliationStore(PostgresDataSources sources, TimeProvider time) : IReconciliationStore
{
    /// <summary>How far LiveKit's clock may be ahead of ours. The bound leaves out the months ahead, whose partitions are there already.</summary>
    private static readonly TimeSpan ClockAhead = TimeSpan.FromDays(1);

    private const string SelectOpen =
        """
        select s.tenant_id, s.mode, s.room, s.livekit_sid, now_there.participants, s.last_seen_ms is not null or now_there.uncertain
        from sessions s
        join rooms r on r.tenant_id = s.tenant_id and r.mode = s.mode and r.name = s.room and r.livekit_cluster = $1
        cross join lateral (
            select (count(*) filter (where p.class not in (3, 4)))::int as participants,
                   coalesce(bool_or(p.last_seen_ms is not null or p.class in (3, 4)), false) as uncertain
            from participant_sessions p
            where p.tenant_id = s.tenant_id and p.session_id = s.session_id and p.left_at_ms is null
        ) now_there
        where s.ended_at_ms is null and s.session_id < $2 and ($3::uuid is null or s.tenant_id = $3)
        """;

    public async Task<ImmutableArray<OpenSession>> ListOpenSessionsAsync(string cluster, TenantId? only, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectOpen);
        command.Parameters.AddWithValue(cluster);
        command.Parameters.AddWithValue(FactId.Lowest((time.GetUtcNow() + ClockAhead).ToUnixTimeMilliseconds()));
        command.Parameters.AddNullable(only?.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var open = ImmutableArray.CreateBuilder<OpenSession>();
        while (await reader.ReadAsync(cancellation))
        {
            open.Add(new OpenSession(
                new RoomKey(new TenantId(reader.GetGuid(0)), ModeColumn.Read(reader.GetString(1)), reader.GetString(2)), reader.GetString(3), reader.GetInt32(4), reader.GetBoolean(5)));
        }

        return open.DrainToImmutable();
    }
}
