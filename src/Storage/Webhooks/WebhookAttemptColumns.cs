using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Identifiers;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>The row of a try, both ways.</summary>
internal static class WebhookAttemptColumns
{
    /// <summary>What is read of a try <c>a</c>, in the order of <see cref="Read"/>.</summary>
    public const string All =
        """
        a.attempt_id, a.endpoint_id, a.delivery_id, a.event_id, a.event_type, a.sequence, a.number, a.state, a.queued_at, a.duration_us, a.status, a.error,
        a.response_headers::text, a.response_body, a.next_at
        """;

    /// <summary>Adds tries, with arrays of their columns; one that is there already is left as it is.</summary>
    public const string Insert =
        """
        insert into webhook_attempts (tenant_id, attempt_id, endpoint_id, delivery_id, event_id, event_type, sequence, number, state, is_last, queued_at,
                                      duration_us, status, error, response_headers, response_body, next_at)
        select t, a, e, d, v, y, q, n, s, true, u, m, c, r, h::json, b, x
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::bigint[], $8::integer[], $9::text[], $10::timestamptz[],
                    $11::bigint[], $12::smallint[], $13::text[], $14::text[], $15::text[], $16::timestamptz[]) i (t, a, e, d, v, y, q, n, s, u, m, c, r, h, b, x)
        on conflict (tenant_id, attempt_id) do nothing
        """;

    public static WebhookAttempt Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Endpoint = reader.GetGuid(1),
        Delivery = reader.GetGuid(2),
        Event = reader.GetGuid(3),
        EventType = reader.GetString(4),
        Sequence = reader.GetNullable<long>(5),
        Number = reader.GetInt32(6),
        State = WebhookWords.TryParseState(reader.GetString(7), out var state) ? state : throw new InvalidDataException("A try has left no such state."),
        QueuedAt = reader.GetFieldValue<DateTimeOffset>(8),
        Duration = TimeSpan.FromMicroseconds(reader.GetInt64(9)),
        Answer = reader.IsDBNull(10) ? null : new WebhookAnswer(reader.GetInt16(10), ReadHeaders(reader.GetNullableString(12)), reader.GetNullableString(13)),
        Error = reader.GetNullableString(11),
        NextAt = reader.GetNullable<DateTimeOffset>(14),
    };

    /// <summary>The command that adds tries.</summary>
    public static NpgsqlBatchCommand InsertOf((TenantId Tenant, WebhookAttempt Attempt)[] rows)
    {
        var command = new NpgsqlBatchCommand(Insert);
        void Add<T>(Func<WebhookAttempt, T> column) => command.Parameters.AddWithValue(Array.ConvertAll(rows, row => column(row.Attempt)));
        command.Parameters.AddWithValue(Array.ConvertAll(rows, static row => row.Tenant.Value));
        Add(static row => row.Id);
        Add(static row => row.Endpoint);
        Add(static row => row.Delivery);
        Add(static row => row.Event);
        Add(static row => row.EventType);
        Add(static row => row.Sequence);
        Add(static row => row.Number);
        Add(static row => row.State.Word());
        Add(static row => row.QueuedAt.UtcDateTime);
        Add(static row => (long)row.Duration.TotalMicroseconds);
        Add(static row => (short?)row.Answer?.Status);
        AddTexts(command, rows, static row => row.Error);
        AddTexts(command, rows, static row => row.Answer is { } answer ? WriteHeaders(answer.Headers) : null);
        AddTexts(command, rows, static row => row.Answer?.Body);
        Add(static row => row.NextAt?.UtcDateTime);
        return command;
    }

    /// <summary>Below every try that began at an instant or later.</summary>
    public static Guid Bound(DateTimeOffset at) => FactId.Lowest(at.ToUnixTimeMilliseconds());

    private static void AddTexts(NpgsqlBatchCommand command, (TenantId Tenant, WebhookAttempt Attempt)[] rows, Func<WebhookAttempt, string?> column) =>
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, Array.ConvertAll(rows, row => column(row.Attempt)));

    private static string WriteHeaders(ImmutableArray<WebhookHeader> headers) =>
        JsonSerializer.Serialize(headers.ToDictionary(static header => header.Name, static header => header.Value, StringComparer.Ordinal));

    private static ImmutableArray<WebhookHeader> ReadHeaders(string? json) => json is null
        ? []
        : [.. JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.Select(static header => new WebhookHeader(header.Key, header.Value))];
}
