using Npgsql;
using NpgsqlTypes;
using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>The statements on <c>outbox</c>.</summary>
internal static class OutboxSql
{
    /// <summary>
    /// Takes what is due. Destinations are gone through one by one, each with as many messages as it may still have under way, so that a
    /// long queue of one hides no other; each process passes by what another is just taking.
    /// </summary>
    /// <remarks>
    /// $1 kind, $2 now, $3 how many at most, $4 lease, $5 its end, $6 how many of a destination, $7 destinations that have some under way, $8 how many more each
    /// of them may have.
    /// </remarks>
    public const string Take =
        $"""
        {Destinations}, due as (
            select o.message_id
            from destinations d left join unnest($7::text[], $8::integer[]) busy (destination, more) using (destination)
            cross join lateral (
                select message_id, due_at, place from outbox
                where kind = $1 and destination = d.destination and parked_at is null and due_at <= $2
                order by due_at, place
                limit coalesce(busy.more, $6) for update skip locked
            ) o
            where d.destination is not null
            order by o.due_at, o.place
            limit $3
        )
        {Hold}
        """;

    /// <summary>As <see cref="Take"/>, but of each destination only the first message, and that only where it is due: $1 to $5.</summary>
    public const string TakeInOrder =
        $"""
        {Destinations}, due as (
            select o.message_id
            from destinations d
            cross join lateral (
                select message_id, place from outbox
                where message_id = (
                        select message_id from outbox where kind = $1 and destination = d.destination and parked_at is null order by place limit 1)
                    and due_at <= $2 and parked_at is null
                for update skip locked
            ) o
            where d.destination is not null
            order by o.place
            limit $3
        )
        {Hold}
        """;

    /// <summary>Messages that are gone: $1 ids. By whose lease they were sent does not matter: of one that somebody else has taken meanwhile it is as true that it has arrived.</summary>
    public const string Remove = "delete from outbox where message_id = any($1)";

    /// <summary>Messages to be tried again: $1 ids, $2 leases, $3 when, $4 errors, $5 how many tries count.</summary>
    public const string Return =
        """
        update outbox o set due_at = s.due_at, lease_id = null, error = s.error, attempts = s.attempts
        from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::integer[]) s (id, lease, due_at, error, attempts)
        where o.message_id = s.id and o.lease_id = s.lease
        """;

    /// <summary>Messages that wait for somebody to look: $1 ids, $2 leases, $3 since when, $4 errors.</summary>
    public const string Park =
        """
        update outbox o set parked_at = s.parked_at, lease_id = null, error = s.error
        from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[]) s (id, lease, parked_at, error)
        where o.message_id = s.id and o.lease_id = s.lease
        """;

    private const string Insert =
        """
        insert into outbox (message_id, kind, destination, tenant_id, subject, body, created_at, due_at)
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::bytea[], $7::timestamptz[], $8::timestamptz[])
        on conflict (message_id) do nothing
        """;

    private const string Destinations =
        """
        with recursive destinations as (
            (select destination from outbox where kind = $1 and parked_at is null order by destination limit 1)
            union all
            select (select o.destination from outbox o where o.kind = $1 and o.parked_at is null and o.destination > d.destination order by o.destination limit 1)
            from destinations d where d.destination is not null
        )
        """;

    private const string Hold =
        """
        update outbox o set due_at = $5, lease_id = $4, attempts = attempts + 1
        from due where o.message_id = due.message_id
        returning o.message_id, o.destination, o.tenant_id, o.subject, o.body, o.created_at, o.attempts, o.place
        """;

    /// <summary>
    /// Adds messages, in their order; those that are there already are left as they are. In a batch of others it is in their transaction, and of one of its role.
    /// </summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyCollection<OutboxMessage> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }

        OutboxMessage[] all = [.. messages];
        var command = new NpgsqlBatchCommand(Insert);
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.Id));
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.Kind));
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.Destination));
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.Tenant.Value));
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.Subject));
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.Body.ToArray()));
        command.Parameters.AddWithValue(Array.ConvertAll(all, static message => message.CreatedAt.UtcDateTime));
        command.Parameters.AddWithValue(
            NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, Array.ConvertAll(all, static message => message.DueAt?.UtcDateTime ?? AtOnce));
        batch.BatchCommands.Add(command);
    }

    /// <summary>Npgsql writes the lowest instant as <c>-infinity</c>.</summary>
    private static readonly DateTime AtOnce = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);
}
