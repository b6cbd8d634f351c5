using Npgsql;
using NpgsqlTypes;
using RelayKit.Events;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Writes down what came of tries, in the transaction that settles them. Done twice, it is as done once.</summary>
internal static class WebhookRecords
{
    /// <summary>$1 tenants, $2 deliveries, $3 tries, $4 below all earlier ones, $5 above all of them.</summary>
    private const string Supersede =
        """
        update webhook_attempts a set is_last = false
        from unnest($1::uuid[], $2::uuid[], $3::uuid[]) s (tenant_id, delivery_id, attempt_id)
        where a.tenant_id = s.tenant_id and a.delivery_id = s.delivery_id and a.is_last and a.attempt_id < s.attempt_id
            and a.attempt_id >= $4 and a.attempt_id <= $5
        """;

    /// <summary>
    /// $1 tenants, $2 endpoints, $3 when the first try failed since the last that did not, $4 when one succeeded last, $5 whether it is gone. In the order of
    /// ids, so that none who writes down others waits in a ring; what changes nothing takes no lock.
    /// </summary>
    private const string Note =
        """
        with asked as (
            select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::boolean[]) s (tenant_id, endpoint_id, failed_at, succeeded_at, gone)
        ), held as (
            select e.tenant_id, e.endpoint_id from webhook_endpoints e join asked s on s.tenant_id = e.tenant_id and s.endpoint_id = e.endpoint_id
            where (s.failed_at is not null and e.failing_since is null)
                or (s.succeeded_at is not null and (e.failing_since is not null or e.last_succeeded_at is null or e.last_succeeded_at < s.succeeded_at - interval '1 minute'))
                or (s.gone and e.enabled)
            order by e.tenant_id, e.endpoint_id for update of e
        )
        update webhook_endpoints e set
            last_succeeded_at = greatest(e.last_succeeded_at, s.succeeded_at),
            failing_since = case when s.succeeded_at is null then coalesce(e.failing_since, s.failed_at) else s.failed_at end,
            told = case when s.succeeded_at is not null and e.enabled then 0 else e.told end,
            enabled = e.enabled and not s.gone,
            disabled_reason = case when s.gone and e.enabled then 'gone' else e.disabled_reason end,
            disabled_at = case when s.gone and e.enabled then s.failed_at else e.disabled_at end,
            version = e.version + (s.gone and e.enabled)::integer
        from asked s join held h on h.tenant_id = s.tenant_id and h.endpoint_id = s.endpoint_id
        where e.tenant_id = s.tenant_id and e.endpoint_id = s.endpoint_id
        """;

    /// <summary>$1 tenants, $2 deliveries, $3 below all of their tries, $4 above all of them.</summary>
    private const string GiveUp =
        """
        update webhook_attempts a set state = 'exhausted', next_at = null
        from unnest($1::uuid[], $2::uuid[]) s (tenant_id, delivery_id)
        where a.tenant_id = s.tenant_id and a.delivery_id = s.delivery_id and a.is_last and a.state = 'retrying' and a.attempt_id >= $3 and a.attempt_id < $4
        """;

    /// <summary>Adds the command that says of deliveries which were to be tried again that they are not, since their endpoint was switched off meanwhile.</summary>
    public static void AddGivenUp(NpgsqlBatch batch, IReadOnlyCollection<SettledAttempt> givenUp)
    {
        if (givenUp.Count == 0)
        {
            return;
        }

        var messages = givenUp.Select(static one => one.Attempt.Message).OrderBy(static message => message.Id).ToArray();
        var command = new NpgsqlBatchCommand(GiveUp);
        command.Parameters.AddWithValue(Array.ConvertAll(messages, static message => message.Tenant.Value));
        command.Parameters.AddWithValue(Array.ConvertAll(messages, static message => message.Id));
        command.Parameters.AddWithValue(WebhookAttemptColumns.Bound(messages.Min(static message => message.CreatedAt) - TimeSpan.FromHours(1)));
        command.Parameters.AddWithValue(WebhookAttemptColumns.Bound(givenUp.Max(static one => one.EndedAt) + TimeSpan.FromHours(1)));
        batch.BatchCommands.Add(command);
    }

    /// <summary>Adds the commands.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<TriedWebhook> tried)
    {
        if (tried.Count == 0)
        {
            return;
        }

        if (tried.Where(static one => one.MayHaveEarlier).ToArray() is { Length: > 0 } again)
        {
            batch.BatchCommands.Add(SupersedeOf(again));
        }

        batch.BatchCommands.Add(WebhookAttemptColumns.InsertOf([.. tried.Select(static one => (one.Message.Tenant, one.Attempt))]));
        if (NotesOf(tried) is { Length: > 0 } notes)
        {
            batch.BatchCommands.Add(NoteOf(notes));
        }
    }

    /// <summary>What tries say of their endpoints; those of tests say nothing.</summary>
    internal static EndpointNote[] NotesOf(IReadOnlyList<TriedWebhook> tried) =>
    [
        .. tried.Where(static one => !WebhookMarks.IsTest(one.Message))
            .GroupBy(static one => (one.Message.Tenant, one.Attempt.Endpoint))
            .OrderBy(static group => group.Key.Tenant.Value).ThenBy(static group => group.Key.Endpoint)
            .Select(static group => NoteOf(group.Key.Tenant, group.Key.Endpoint, [.. group.OrderBy(static one => one.EndedAt)])),
    ];

    private static EndpointNote NoteOf(TenantId tenant, Guid endpoint, TriedWebhook[] inOrder)
    {
        var last = Array.FindLastIndex(inOrder, static one => one.Attempt.State == WebhookState.Delivered);
        return new EndpointNote(
            tenant,
            endpoint,
            last + 1 < inOrder.Length ? inOrder[last + 1].EndedAt : null,
            last >= 0 ? inOrder[last].EndedAt : null,
            Array.Exists(inOrder, static one => one.Attempt.State == WebhookState.Gone));
    }

    private static NpgsqlBatchCommand SupersedeOf(TriedWebhook[] again)
    {
        // Of a replay an earlier try may be as old as any that is kept.
        var oldest = again.Min(static one => WebhookMarks.IsReplay(one.Message) ? one.EndedAt - EventRetention.Visible : one.Message.CreatedAt) - TimeSpan.FromHours(1);
        var command = new NpgsqlBatchCommand(Supersede);
        command.Parameters.AddWithValue(Array.ConvertAll(again, static one => one.Message.Tenant.Value));
        command.Parameters.AddWithValue(Array.ConvertAll(again, static one => one.Attempt.Delivery));
        command.Parameters.AddWithValue(Array.ConvertAll(again, static one => one.Attempt.Id));
        command.Parameters.AddWithValue(WebhookAttemptColumns.Bound(oldest));
        command.Parameters.AddWithValue(again.Max(static one => one.Attempt.Id));
        return command;
    }

    private static NpgsqlBatchCommand NoteOf(EndpointNote[] notes)
    {
        var command = new NpgsqlBatchCommand(Note);
        command.Parameters.AddWithValue(Array.ConvertAll(notes, static note => note.Tenant.Value));
        command.Parameters.AddWithValue(Array.ConvertAll(notes, static note => note.Endpoint));
        AddInstants(command, Array.ConvertAll(notes, static note => note.FailedAt?.UtcDateTime));
        AddInstants(command, Array.ConvertAll(notes, static note => note.SucceededAt?.UtcDateTime));
        command.Parameters.AddWithValue(Array.ConvertAll(notes, static note => note.IsGone));
        return command;
    }

    private static void AddInstants(NpgsqlBatchCommand command, DateTime?[] instants) =>
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, instants);
}

/// <summary>What tries say of an endpoint.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="FailedAt">When the first one failed after the last that succeeded; null where none did.</param>
/// <param name="SucceededAt">When the last one succeeded; null where none did.</param>
/// <param name="IsGone">Whether the receiver has said that it is gone.</param>
internal sealed record EndpointNote(TenantId Tenant, Guid Endpoint, DateTimeOffset? FailedAt, DateTimeOffset? SucceededAt, bool IsGone);
