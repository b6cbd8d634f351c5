using Npgsql;
using RelayKit.Events;
using RelayKit.Outbox;
using RelayKit.Storage.Events;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Reads endpoints and events of many webhooks at once, across tenants.</summary>
internal sealed class WebhookReader(PostgresDataSources sources)
{
    private const string SelectEndpoints =
        $"""
        select {WebhookEndpointColumns.All} from unnest($1::uuid[], $2::uuid[]) k (tenant_id, endpoint_id)
        join webhook_endpoints e on e.tenant_id = k.tenant_id and e.endpoint_id = k.endpoint_id
        """;

    /// <summary>$3 and $4 are the least and the greatest of the ids, so that only their months are looked into.</summary>
    private const string SelectEvents =
        $"""
        select e.tenant_id, {EventLogSql.Columns} from unnest($1::uuid[], $2::uuid[]) k (t, id)
        join events e on e.tenant_id = k.t and e.event_id = k.id and e.event_id between $3 and $4
        """;

    /// <summary>Those that can be sent; the others have lost their endpoint or their event, or name none.</summary>
    public async Task<List<(OutboxAttempt Attempt, PreparedWebhook Webhook)>> ReadAsync(IReadOnlyList<OutboxAttempt> all, CancellationToken cancellation)
    {
        OutboxAttempt[] taken = [.. all.Where(static one => one.Message.Subject is not null && Guid.TryParse(one.Message.Destination, out _))];
        if (taken.Length == 0)
        {
            return [];
        }

        await using var batch = sources.Jobs.CreateBatch();
        var ids = taken.Select(static one => (one.Message.Tenant, Endpoint: EndpointOf(one.Message))).Distinct().ToArray();
        batch.BatchCommands.Add(Command(SelectEndpoints, ids));
        var logged = taken.Where(static one => !WebhookMarks.IsTest(one.Message)).Select(static one => (one.Message.Tenant, Event: one.Message.Subject!.Value)).Distinct().ToArray();
        if (logged.Length > 0)
        {
            var select = Command(SelectEvents, logged);
            select.Parameters.AddWithValue(logged.Min(static key => key.Event));
            select.Parameters.AddWithValue(logged.Max(static key => key.Event));
            batch.BatchCommands.Add(select);
        }

        var endpoints = new Dictionary<(TenantId, Guid), WebhookEndpoint>();
        var events = new Dictionary<(TenantId, Guid), (LoggedEvent Event, byte[] Body)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var endpoint = WebhookEndpointColumns.Read(reader);
            endpoints[(endpoint.Tenant, endpoint.Id)] = endpoint;
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var one = EventLogSql.Read(reader, 1);
            events[(new TenantId(reader.GetGuid(0)), one.Id)] = (one, WebhookBody.Of(one));
        }

        return [.. Join(taken, endpoints, events)];
    }

    /// <summary>The endpoint that a message goes to.</summary>
    private static Guid EndpointOf(OutboxMessage message) => Guid.Parse(message.Destination);

    private static IEnumerable<(OutboxAttempt, PreparedWebhook)> Join(
        IEnumerable<OutboxAttempt> taken,
        Dictionary<(TenantId, Guid), WebhookEndpoint> endpoints,
        Dictionary<(TenantId, Guid), (LoggedEvent Event, byte[] Body)> events)
    {
        foreach (var attempt in taken)
        {
            var message = attempt.Message;
            if (!endpoints.TryGetValue((message.Tenant, EndpointOf(message)), out var endpoint))
            {
                continue;
            }

            if (WebhookMarks.IsTest(message))
            {
                var test = WebhookBody.TestOf(endpoint.Id, message.Subject!.Value, endpoint.Mode);
                yield return (attempt, new PreparedWebhook(endpoint, test, WebhookBody.Of(test)));
            }
            else if (events.TryGetValue((message.Tenant, message.Subject!.Value), out var found))
            {
                yield return (attempt, new PreparedWebhook(endpoint, found.Event, found.Body));
            }
        }
    }

    private static NpgsqlBatchCommand Command(string sql, (TenantId Tenant, Guid Id)[] keys)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(Array.ConvertAll(keys, static key => key.Tenant.Value));
        command.Parameters.AddWithValue(Array.ConvertAll(keys, static key => key.Id));
        return command;
    }
}
