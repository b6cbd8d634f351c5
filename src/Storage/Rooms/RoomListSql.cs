using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Rooms;

namespace RelayKit.Storage.Rooms;

/// <summary>
/// Lists rooms. Only what was asked for is in the statement, so that each bound is one of an index, which an "or null" is not; and each list is in the order
/// of the index that finds it, so that a page costs a page, however many rooms there are and whatever the statistics say.
/// </summary>
internal static class RoomListSql
{
    private const string LiveNames = "select s.room from sessions s where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null";

    /// <summary>Live ones are few: looked for first, and each by its name. "offset 0" keeps the planner from walking all rooms instead.</summary>
    private const string LiveRooms =
        $"""
         (select distinct room from ({LiveNames} offset 0) s) live_now
         cross join lateral (select * from rooms where tenant_id = $1 and mode = $2 and name = live_now.room offset 0) r
         """;

    public static NpgsqlBatchCommand Select(RoomListQuery query, string columns)
    {
        var select = new NpgsqlBatchCommand();
        var where = new StringBuilder("r.tenant_id = $1 and r.mode = $2 and r.deleted_at is null");
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddWithValue(query.Mode.Letter().ToString());
        string Parameter(object value)
        {
            select.Parameters.AddWithValue(value);
            return string.Create(CultureInfo.InvariantCulture, $"${select.Parameters.Count}");
        }

        if (query.After is { } after && query.NamePrefix is null)
        {
            where.Append($" and (r.created_at, r.name) < ({Parameter(after.CreatedAt)}, {Parameter(after.Name)})");
        }

        if (query.NamePrefix is { } prefix)
        {
            // Bounds and not a pattern: a plan that is kept does not know where a pattern begins. Names are ASCII.
            where.Append($" and r.name ~>=~ {Parameter(prefix)} and r.name ~<~ {Parameter(prefix[..^1] + (char)(prefix[^1] + 1))}");
            if (query.After is not null)
            {
                where.Append($" and r.name ~>~ {Parameter(query.After.Name)}");
            }
        }

        if (query.Label is { } label)
        {
            where.Append($" and r.labels @> {Parameter(new[] { label.ToString() })}");
        }

        if (query.Live is false)
        {
            where.Append($" and r.name not in ({LiveNames})");
        }

        var limit = Parameter(query.Limit + 1);
        select.CommandText =
            $"""
            select {columns}, live.session_id, live.participants
            from {(query.Live is true ? LiveRooms : "rooms r")}
            left join lateral (
                select s.session_id,
                       (select count(*) from participant_sessions p
                        where p.tenant_id = s.tenant_id and p.session_id = s.session_id
                          and p.left_at_ms is null and p.class not in (3, 4))::int as participants
                from sessions s
                where s.tenant_id = r.tenant_id and s.mode = r.mode and s.room = r.name and s.ended_at_ms is null
                order by s.started_at_ms desc limit 1
            ) live on true
            where {where}
            order by {(query.NamePrefix is null ? "r.created_at desc, r.name desc" : "r.name using ~<~")}
            limit {limit}
            """;
        return select;
    }
}
