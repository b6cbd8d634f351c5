using Npgsql;
using NpgsqlTypes;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>The row of an endpoint, both ways.</summary>
internal static class WebhookEndpointColumns
{
    /// <summary>What is read of an endpoint <c>e</c>, in the order of <see cref="Read"/>.</summary>
    public const string All =
        """
        e.tenant_id, e.endpoint_id, e.mode, e.url, e.description, e.types, e.enabled, e.disabled_reason, e.disabled_at, e.secret, e.previous_secret,
        e.previous_until, e.failing_since, e.last_succeeded_at, e.told, e.created_at, e.updated_at, e.version
        """;

    public static WebhookEndpoint Read(NpgsqlDataReader reader) => new()
    {
        Tenant = new TenantId(reader.GetGuid(0)),
        Id = reader.GetGuid(1),
        Mode = ModeColumn.Read(reader.GetString(2)),
        Url = reader.GetString(3),
        Description = reader.GetNullableString(4),
        Types = [.. reader.GetFieldValue<string[]>(5)],
        IsEnabled = reader.GetBoolean(6),
        Stop = WebhookWords.ParseStop(reader.GetNullableString(7)),
        StoppedAt = reader.GetNullable<DateTimeOffset>(8),
        Secret = reader.GetFieldValue<byte[]>(9),
        PreviousSecret = reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10),
        PreviousUntil = reader.GetNullable<DateTimeOffset>(11),
        FailingSince = reader.GetNullable<DateTimeOffset>(12),
        LastSucceededAt = reader.GetNullable<DateTimeOffset>(13),
        Told = (WebhookTold)reader.GetInt16(14),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(15),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(16),
        Version = reader.GetInt64(17),
    };

    /// <summary>What a tenant decides: $1 to $14.</summary>
    public static void Add(NpgsqlParameterCollection values, WebhookEndpoint row)
    {
        values.AddWithValue(row.Tenant.Value);
        values.AddWithValue(row.Id);
        values.AddWithValue(ModeColumn.Of(row.Mode));
        values.AddWithValue(row.Url);
        values.AddNullable(row.Description);
        values.AddWithValue(row.Types.ToArray());
        values.AddWithValue(row.IsEnabled);
        values.AddNullable(row.Stop?.Word());
        values.AddNullable(row.StoppedAt);
        values.AddWithValue(row.Secret);
        values.Add(new NpgsqlParameter { Value = (object?)row.PreviousSecret ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        values.AddNullable(row.PreviousUntil);
        values.AddWithValue(row.UpdatedAt);
        values.AddWithValue(row.Version);
    }
}
