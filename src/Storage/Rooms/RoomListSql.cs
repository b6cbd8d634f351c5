using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Rooms;

namespace RelayKit.Storage.Rooms;

/// <summary>Lists rooms. Only what was asked for is in the statement, so that each bound is one of an index, which an "or null" is not.</summary>
internal static class RoomListSql
{
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

        if (query.After is { } after)
        {
            where.Append($" and (r.created_at, r.name) < ({Parameter(after.CreatedAt)}, {Parameter(after.Name)})");
        }

        if (query.NamePrefix is { } prefix)
        {
            // Underscores are the only wildcards that a name can hold.
            where.Append($" and r.name like {Parameter(prefix.Replace("_", "\\_", StringComparison.Ordinal) + "%")}");
        }

        if (query.Label is { } label)
        {
            where.Append($" and r.labels @> {Parameter(new[] { label.ToString() })}");
        }

        if (query.Live is { } live)
        {
            // Live ones are few: found by themselves, and not by walking all rooms.
            where.Append($" and r.name {(live ? "" : "not ")}in (select s.room from sessions s where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null)");
        }

        var limit = Parameter(query.Limit + 1);
        select.CommandText =
            $"""
            select {columns}, live.session_id, live.participants
            from rooms r
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
            order by r.created_at desc, r.name desc
            limit {limit}
            """;
        return select;
    }
}
