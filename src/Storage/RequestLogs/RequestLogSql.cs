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

    /// <summary>Arrays are unnested in the select list: in the from clause each is put into a store of its own first.</summary>
    public const string Insert =
        $"""
        insert into request_logs ({Written})
        select unnest($1::uuid[]), unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::uuid[]), unnest($5::bigint[]), unnest($6::bigint[]), unnest($7::smallint[]),
               unnest($8::text[]), unnest($9::text[]), unnest($10::text[]), unnest($11::text[]), unnest($12::inet[]), unnest($13::text[])
        """;

    /// <summary>For what may be there already: to look costs more than to write.</summary>
    public const string InsertMissing = $"{Insert} on conflict (tenant_id, request_id) do nothing";

    /// <summary>
    /// Which index is right depends on the values: of a tenant whose requests nearly all fit, its newest are read; of one with few that fit, those
    /// are looked for. Planned for the values, a statement also opens no day's partition but those that it asks for.
    /// </summary>
    public const string PlanForValues = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    public const string SelectOne = $"select {Columns} from request_logs where tenant_id = $1 and request_id = $2";

    private const string AsTheyAre = "tenant_id, request_id, key_id, account_id, duration_us, request_bytes, status, mode, method, route, code";

    private const string Written = $"{AsTheyAre}, address, user_agent";

    /// <summary>An address is read without its mask.</summary>
    private const string Columns = $"{AsTheyAre}, host(address), user_agent";

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
