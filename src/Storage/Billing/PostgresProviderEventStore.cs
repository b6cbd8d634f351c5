using Npgsql;
using RelayKit.Billing;

namespace RelayKit.Storage.Billing;

/// <summary>Of no tenant, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresProviderEventStore(PostgresDataSources sources, TimeProvider time) : IProviderEventStore
{
    private const int LongestError = 500;

    private const string Insert =
        """
        insert into stripe_events (id, type, subject, object_id, created, received_at, due_at) values ($1, $2, $3, $4, $5, $6, $6)
        on conflict (id) do nothing
        """;

    /// <summary>
    /// Claims are made one after the other, each by a statement of its own: a statement sees what was committed before it began, so that the one that waited for the
    /// lock sees the claim that held it.
    /// </summary>
    private const string OneAtATime = "select pg_advisory_xact_lock(7321036)";

    /// <summary>A thing is due as soon as one of its news is; all that waits of it goes with it, also what was to wait longer.</summary>
    private const string Claim =
        """
        with due as (
            select object_id from stripe_events e
            where processed_at is null and due_at <= $1
                and not exists (select from stripe_events o where o.object_id = e.object_id and o.processed_at is null and o.lease_until > $1)
            group by object_id order by min(received_at) limit $2
        ), claimed as (
            update stripe_events e set lease_id = $3, lease_until = $4, attempts = e.attempts + 1
            from due d where e.object_id = d.object_id and e.processed_at is null
            returning e.object_id, e.subject, e.attempts, e.received_at
        )
        select object_id, max(subject), max(attempts), min(received_at) from claimed group by object_id order by 4
        """;

    private const string Complete =
        """
        update stripe_events set processed_at = $3, lease_id = null, lease_until = null, error = null
        where object_id = $1 and lease_id = $2 and processed_at is null
        """;

    private const string Fail =
        """
        update stripe_events set due_at = $3, lease_id = null, lease_until = null, error = $4
        where object_id = $1 and lease_id = $2 and processed_at is null
        """;

    public async Task<bool> AddAsync(ProviderEvent news, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Insert);
        command.Parameters.AddWithValue(news.Id);
        command.Parameters.AddWithValue(news.Type);
        command.Parameters.AddWithValue((short)news.Subject);
        command.Parameters.AddWithValue(news.ObjectId);
        command.Parameters.AddWithValue(news.CreatedAt.ToUniversalTime());
        command.Parameters.AddWithValue(time.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    public async Task<IReadOnlyList<ClaimedProviderEvents>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation)
    {
        var (now, id) = (time.GetUtcNow(), Guid.NewGuid());
        await using var connection = await sources.Jobs.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var order = new NpgsqlCommand(OneAtATime, connection, transaction))
        {
            await order.ExecuteNonQueryAsync(cancellation);
        }

        List<ClaimedProviderEvents> claims = [];
        await using (var command = new NpgsqlCommand(Claim, connection, transaction))
        {
            command.Parameters.AddWithValue(now);
            command.Parameters.AddWithValue(limit);
            command.Parameters.AddWithValue(id);
            command.Parameters.AddWithValue(now + lease);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                claims.Add(new ClaimedProviderEvents(
                    id, (ProviderEventSubject)reader.GetInt16(1), reader.GetString(0), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3)));
            }
        }

        await transaction.CommitAsync(cancellation);
        return claims;
    }

    public async Task CompleteAsync(ClaimedProviderEvents claim, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Complete);
        command.Parameters.AddWithValue(claim.ObjectId);
        command.Parameters.AddWithValue(claim.Lease);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task FailAsync(ClaimedProviderEvents claim, string error, TimeSpan retryAfter, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Fail);
        command.Parameters.AddWithValue(claim.ObjectId);
        command.Parameters.AddWithValue(claim.Lease);
        command.Parameters.AddWithValue(time.GetUtcNow() + retryAfter);
        command.Parameters.AddWithValue(StorableText.Mend(error.Length > LongestError ? error[..LongestError] : error));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
