using System.Data;
using System.Globalization;
using Npgsql;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Raises a tenant's event counter to the last number in its log: from a lower one the ledger would give numbers away for a second time.
/// A counter that stands higher is left alone. The events that had its numbers may be lost, but readers may have seen them; to
/// give those numbers to others would make a reader that goes by number pass them by, and a gap does no such harm.
/// </summary>
internal static class EventCounterRepair
{
    /// <summary>Locks the row, and makes it where there is none: writers, who take their numbers from it, wait from here on.</summary>
    private const string Lock =
        """
        insert into event_counters as c (tenant_id, last_seq) values ($1, 0)
        on conflict (tenant_id) do update set last_seq = c.last_seq
        returning last_seq, xmax = 0
        """;

    /// <summary>A statement of its own, since it has to see the events of those that the one before has waited for.</summary>
    private const string Raise =
        """
        update event_counters c set last_seq = l.last
        from (select coalesce(max(seq), 0) as last from events where tenant_id = $1) l
        where c.tenant_id = $1 and c.last_seq < l.last
        returning c.last_seq
        """;

    /// <summary>Null if the counter does not stand too low; nothing is changed then.</summary>
    public static async Task<AuditRepair?> RunAsync(NpgsqlDataSource jobs, Guid tenant, CancellationToken cancellation)
    {
        await using var connection = await jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        var (before, made) = await LockAsync(connection, transaction, tenant, cancellation);
        await using var raise = new NpgsqlCommand(Raise, connection, transaction);
        raise.Parameters.AddWithValue(tenant);
        if (await raise.ExecuteScalarAsync(cancellation) is not long after)
        {
            return null;
        }

        await transaction.CommitAsync(cancellation);
        return new AuditRepair("event_counters", tenant.ToString(), made ? null : Text(before), Text(after));
    }

    private static async Task<(long LastSeq, bool Made)> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid tenant, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Lock, connection, transaction);
        command.Parameters.AddWithValue(tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }

    private static string Text(long lastSeq) => string.Create(CultureInfo.InvariantCulture, $"last_seq {lastSeq}");
}
