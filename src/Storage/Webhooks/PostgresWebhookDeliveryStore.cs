using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>A tenant reads its own as <c>relaykit_app</c>; what is queued once more is written as <c>relaykit_jobs</c>, which may change what waits.</summary>
internal sealed class PostgresWebhookDeliveryStore(PostgresDataSources sources, TimeProvider time) : IWebhookDeliveryStore
{
    /// <summary>Tries of one delivery that are shown.</summary>
    private const int MostAttempts = 100;

    private const string SelectDelivery =
        $"""
        select {WebhookAttemptColumns.All} from webhook_attempts a
        where a.tenant_id = $1 and a.delivery_id = $2 and a.endpoint_id = $3 and a.attempt_id >= $4 and a.attempt_id < $6 order by a.attempt_id desc limit $5
        """;

    /// <summary>What is under way stays as it is; what waits is tried at once, and as often as a new one.</summary>
    private const string QueueAgain =
        """
        on conflict (message_id) do update set due_at = '-infinity', attempts = 0, parked_at = null, created_at = excluded.created_at, body = excluded.body
        where o.lease_id is null
        """;

    /// <summary>
    /// $1 tenant, $2 endpoint, $3 mode, $4 types, $5 event or null, $6 and $7 places, $8 and $9 instants, $10 how many events, $11 whether only what has not
    /// arrived, $12 now, $13 below tries that are still kept, $14 the mark of a replay.
    /// </summary>
    private const string Replay =
        $"""
        with looked as (
            select e.event_id, e.seq, e.type, e.created_at_ms, e.data->>'mode' as mode from events e
            where e.tenant_id = $1 and e.seq > $6 and e.seq <= $7 and ($5::uuid is null or e.event_id = $5)
            order by e.seq limit $10
        ), wanted as (
            select webhook_delivery_id($2, l.event_id) as delivery_id, l.event_id, l.seq from looked l
            where l.created_at_ms >= $8 and l.created_at_ms < $9 and coalesce(left(l.mode, 1), $3) = $3 and webhook_admits($4, l.type)
        ), queued as (
            insert into outbox as o (message_id, kind, destination, tenant_id, subject, body, created_at, due_at)
            select w.delivery_id, 'webhook', $2::text, $1, w.event_id, $14, $12, '-infinity' from wanted w
            where not $11 or not exists (
                select from webhook_attempts a
                where a.tenant_id = $1 and a.delivery_id = w.delivery_id and a.attempt_id >= $13 and a.is_last and a.state = 'delivered')
            order by w.seq
            {QueueAgain}
            returning 1
        )
        select (select count(*) from queued)::integer, (select count(*) from looked)::integer, coalesce((select max(seq) from looked), 0)
        """;

    private const string QueueTest =
        $"""
        insert into outbox as o (message_id, kind, destination, tenant_id, subject, body, created_at, due_at)
        values (webhook_delivery_id($2, $3), 'webhook', $2::text, $1, $3, $4, $5, '-infinity')
        {QueueAgain}
        """;

    private const string SelectId = "select webhook_delivery_id($1, $2)";

    public async Task<WebhookDeliveryPage> ListAsync(WebhookDeliveryQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        batch.BatchCommands.Add(SelectPage(query));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var all = await ReadAllAsync(reader, cancellation);
        return all.Length <= query.Limit ? new WebhookDeliveryPage(all, null) : new WebhookDeliveryPage(all[..^1], all[^2].Id);
    }

    public async Task<ImmutableArray<WebhookAttempt>> FindAsync(TenantId tenant, Guid endpoint, Guid delivery, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand(SelectDelivery);
        select.Parameters.AddWithValue(tenant.Value);
        select.Parameters.AddWithValue(delivery);
        select.Parameters.AddWithValue(endpoint);
        select.Parameters.AddWithValue(Oldest());
        select.Parameters.AddWithValue(MostAttempts);
        select.Parameters.AddWithValue(Newest());
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await ReadAllAsync(reader, cancellation);
    }

    public async Task<WebhookReplayed> ReplayAsync(WebhookReplay replay, CancellationToken cancellation)
    {
        var (endpoint, now) = (replay.Endpoint, time.GetUtcNow());
        await using var command = sources.Jobs.CreateCommand(Replay);
        command.Parameters.AddWithValue(endpoint.Tenant.Value);
        command.Parameters.AddWithValue(endpoint.Id);
        command.Parameters.AddWithValue(ModeColumn.Of(endpoint.Mode));

        // Whoever names an event means it.
        command.Parameters.AddWithValue(replay.Event is null ? endpoint.Types.ToArray() : []);
        command.Parameters.AddNullable(replay.Event);
        command.Parameters.AddWithValue(replay.After);
        command.Parameters.AddWithValue(replay.UpTo);
        command.Parameters.AddWithValue(Math.Max(replay.FromMs, EventRetention.HorizonMs(now)));
        command.Parameters.AddWithValue(replay.ToMs);
        command.Parameters.AddWithValue(WebhookReplay.MostEvents);
        command.Parameters.AddWithValue(replay.OnlyUndelivered);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(Oldest());
        command.Parameters.AddWithValue(WebhookMarks.Replay);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new WebhookReplayed(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2));
    }

    public async Task<Guid> TestAsync(WebhookEndpoint endpoint, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        var queue = new NpgsqlBatchCommand(QueueTest);
        queue.Parameters.AddWithValue(endpoint.Tenant.Value);
        queue.Parameters.AddWithValue(endpoint.Id);
        queue.Parameters.AddWithValue(id);
        queue.Parameters.AddWithValue(WebhookMarks.Test);
        queue.Parameters.AddWithValue(time.GetUtcNow());
        batch.BatchCommands.Add(queue);
        var select = new NpgsqlBatchCommand(SelectId);
        select.Parameters.AddWithValue(endpoint.Id);
        select.Parameters.AddWithValue(id);
        batch.BatchCommands.Add(select);
        return (Guid)(await batch.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Only what was asked for is in the statement.</summary>
    private NpgsqlBatchCommand SelectPage(WebhookDeliveryQuery query)
    {
        var select = new NpgsqlBatchCommand();
        var where = new StringBuilder("a.tenant_id = $1 and a.endpoint_id = $2 and a.is_last and a.attempt_id >= $3");
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddWithValue(query.Endpoint);
        select.Parameters.AddWithValue(Oldest());
        void And(string condition, object value)
        {
            select.Parameters.AddWithValue(value);
            where.Append(CultureInfo.InvariantCulture, $" and {condition} ${select.Parameters.Count}");
        }

        if (query.State is { } state)
        {
            And("a.state =", state.Word());
        }

        if (query.EventType is { } type)
        {
            And("a.event_type =", type);
        }

        if (query.Event is { } one)
        {
            And("a.event_id =", one);
        }

        And("a.attempt_id <", query.Before ?? Newest());
        select.Parameters.AddWithValue(query.Limit + 1);
        select.CommandText = $"select {WebhookAttemptColumns.All} from webhook_attempts a where {where} order by a.attempt_id desc limit ${select.Parameters.Count}";
        return select;
    }

    /// <summary>Above every try there is, also of a process whose clock is ahead: the days to come are not looked into.</summary>
    private Guid Newest() => FactId.Lowest(time.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds());

    private Guid Oldest() => FactId.Lowest(EventRetention.HorizonMs(time.GetUtcNow()));

    private static async Task<ImmutableArray<WebhookAttempt>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<WebhookAttempt>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(WebhookAttemptColumns.Read(reader));
        }

        return found.DrainToImmutable();
    }
}
