using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.RequestLogs;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Storage.RequestLogs;

/// <summary>The statements on request logs.</summary>
internal static class RequestLogSql
{
    /// <summary>A flush of the write-ahead log is not waited for.</summary>
    public const string DoNotWait = "select set_config('synchronous_commit', 'off', true)";

    public const string Insert =
        """
        insert into request_logs (tenant_id, request_id, key_id, account_id, duration_us, request_bytes, status, mode, method, route, code, address, user_agent)
        select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], $7::smallint[], $8::text[], $9::text[], $10::text[],
                             $11::text[], $12::inet[], $13::text[])
        on conflict (tenant_id, request_id) do nothing
        """;

    /// <summary>
    /// Which index is right depends on the values: of a tenant whose requests nearly all fit, its newest are read; of one with few that fit, those
    /// are looked for. Planned for the values, a statement also opens no day's partition but those that it asks for.
    /// </summary>
    public const string PlanForValues = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    public const string SelectOne = $"select {Columns} from request_logs where tenant_id = $1 and request_id = $2";

    private const string Columns =
        "tenant_id, request_id, key_id, account_id, duration_us, request_bytes, status, mode, method, route, code, host(address), user_agent";

    /// <summary>What came from one id to another, the latter not included, and is asked for. Only that is in the statement.</summary>
    public static NpgsqlBatchCommand SelectRange(RequestLogQuery query, Guid from, Guid before, int limit)
    {
        var select = new NpgsqlBatchCommand();
        string Parameter(object value)
        {
            select.Parameters.AddWithValue(value);
            return string.Create(CultureInfo.InvariantCulture, $"${select.Parameters.Count}");
        }

        var where = new StringBuilder();
        void And(string column, string compared, object? value)
        {
            if (value is not null)
            {
                where.Append(CultureInfo.InvariantCulture, $" and {column} {compared} {Parameter(value)}");
            }
        }

        where.Append(CultureInfo.InvariantCulture, $"tenant_id = {Parameter(query.Tenant.Value)}");
        And("request_id", ">=", from);
        And("request_id", "<", before);
        And("request_id", "=", query.Id);
        And("method", "=", query.Method);
        And("route", "=", query.Route);
        And("status", "=", (short?)query.Status);
        And("status", ">=", (short?)(query.StatusClass * 100));
        And("status", "<", (short?)((query.StatusClass + 1) * 100));
        And("code", "=", query.Code);
        And("key_id", "=", query.KeyId);
        And("address", "=", query.Address);
        select.CommandText = $"select {Columns} from request_logs where {where} order by request_id desc limit {Parameter(limit)}";
        return select;
    }

    public static RequestLogEntry Read(NpgsqlDataReader reader) => new()
    {
        Tenant = new TenantId(reader.GetGuid(0)),
        Id = reader.GetGuid(1),
        KeyId = reader.GetNullable<Guid>(2),
        AccountId = reader.GetNullable<Guid>(3),
        Duration = TimeSpan.FromMicroseconds(reader.GetInt64(4)),
        RequestBytes = reader.GetNullable<long>(5),
        Status = reader.GetInt16(6),
        Mode = ModeColumn.Read(reader.GetString(7)),
        Method = reader.GetString(8),
        Route = reader.GetString(9),
        Code = reader.GetNullableString(10),
        Address = reader.GetNullableString(11) is { } address ? System.Net.IPAddress.Parse(address) : null,
        UserAgent = reader.GetNullableString(12),
    };
}
