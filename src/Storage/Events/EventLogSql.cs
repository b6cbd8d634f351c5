using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Events;

namespace RelayKit.Storage.Events;

/// <summary>
/// The statements that read events. A month's partition is chosen by an event's id, and numbers go through all of them: so a read by number
/// merges the partitions' indexes, each of which is entered once, wherever the place is.
/// </summary>
internal static class EventLogSql
{
    /// <summary>
    /// Left to the statistics, the planner now and then reads all that lies within the bounds and sorts it, where a merge of the indexes ends
    /// with the page. A generic plan besides, since to plan for a year's partitions takes longer than to read from them.
    /// </summary>
    public const string MergeIndexes = "select set_config('enable_sort', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)";

    public const string SelectEnd = "select coalesce((select last_seq from event_counters where tenant_id = $1), 0)";

    public const string SelectOne = $"select {Columns} from events where tenant_id = $1 and event_id = $2";

    public const string SelectView =
        """
        select coalesce((select last_seq from event_counters where tenant_id = $1), 0),
               (select created_at_ms from events where tenant_id = $1 and seq > $2 order by seq limit 1)
        """;

    public const string SelectEnds = "select tenant_id, last_seq from event_counters where tenant_id = any($1)";

    /// <summary>
    /// Halves the numbers until two neighbours are left: the one is older than $2 (or there is none), the other not (or the log ends). Numbers
    /// whose partition was dropped are passed over.
    /// </summary>
    public const string SelectPlace =
        """
        with recursive look (older, younger) as (
            select 0::bigint, coalesce((select last_seq from event_counters where tenant_id = $1), 0) + 1
            union all
            select case when e.created_at_ms < $2 then e.seq else look.older end,
                   case when e.created_at_ms < $2 then look.younger else (look.older + look.younger) / 2 end
            from look left join lateral (
                select seq, created_at_ms from events
                where tenant_id = $1 and seq >= (look.older + look.younger) / 2 and seq < look.younger
                order by seq limit 1
            ) e on true
            where look.younger - look.older > 1
        )
        select max(older) from look
        """;

    /// <summary>What is read of an event, in the order of <see cref="Read"/>.</summary>
    public const string Columns = "event_id, seq, type, created_at_ms, data::text, data->>'mode', data->>'room'";

    /// <summary>What lies after a place and up to another, and is asked for. Only that is in the statement.</summary>
    public static NpgsqlBatchCommand SelectRange(EventLogQuery query, long after, long upTo, int limit)
    {
        var select = new NpgsqlBatchCommand();
        string Parameter(object value)
        {
            select.Parameters.AddWithValue(value);
            return string.Create(CultureInfo.InvariantCulture, $"${select.Parameters.Count}");
        }

        var where = new StringBuilder();
        where.Append($"tenant_id = {Parameter(query.Tenant.Value)} and seq > {Parameter(after)} and seq <= {Parameter(upTo)}");
        if (query.SinceMs > 0)
        {
            where.Append($" and created_at_ms >= {Parameter(query.SinceMs)}");
        }

        if (query.Filter is { } filter)
        {
            var mode = Parameter(filter.Mode.Word());
            where.Append($" and coalesce(data->>'mode', {mode}) = {mode}");
            if (!filter.Types.IsEmpty)
            {
                where.Append($" and type = any({Parameter(filter.Types.ToArray())})");
            }

            if (filter.Room is { } room)
            {
                where.Append($" and data->>'room' = {Parameter(room)}");
            }
        }

        select.CommandText = $"select {Columns} from events where {where} order by seq limit {Parameter(limit)}";
        return select;
    }

    /// <param name="reader">The row.</param>
    /// <param name="at">Where the columns begin.</param>
    public static LoggedEvent Read(NpgsqlDataReader reader, int at = 0) => new(
        reader.GetGuid(at), reader.GetInt64(at + 1), reader.GetString(at + 2), reader.GetInt64(at + 3), reader.GetString(at + 4))
    {
        Mode = ModeText.TryParseWord(reader.GetNullableString(at + 5), out var mode) ? mode : null,
        Room = reader.GetNullableString(at + 6),
    };
}
