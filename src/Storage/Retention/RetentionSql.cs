using RelayKit.Identifiers;

namespace RelayKit.Storage.Retention;

/// <summary>
/// The statements that find and delete what is due. In each, <c>$1</c> are tenants, <c>$2</c> is the key below which due rows lie, <c>$3</c> the instant
/// before which they are due (Unix milliseconds), and <c>$4</c> how many rows it may touch.
/// </summary>
internal static class RetentionSql
{
    /// <summary>
    /// Rows that are due lie at the beginning of each tenant's part of the primary key, and are looked for there; statistics of a table that has just
    /// lost rows say otherwise now and then. What a crash takes back is deleted again, so its flush is not waited for.
    /// </summary>
    public const string ByKey =
        "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true), "
        + "set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true), "
        + "set_config('synchronous_commit', 'off', true)";

    /// <summary>An id may be older than its row by what clocks differ, or by a second that was cut off: those of one more day are looked at.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>$1 is the tenant after which to go on, $2 how many.</summary>
    public static string Tenants(RetainedTable table) =>
        $"""
         with recursive found (tenant_id, number) as (
             (select tenant_id, 1 from {table.Name} where tenant_id > $1 order by tenant_id limit 1)
             union all
             select n.tenant_id, found.number + 1
             from found cross join lateral (select tenant_id from {table.Name} where tenant_id > found.tenant_id order by tenant_id limit 1) n
             where found.number < $2
         )
         select tenant_id from found order by tenant_id
         """;

    /// <summary>Whether anything is due: then there is reason to look tenant by tenant.</summary>
    public static string AnyDue(RetainedTable table) =>
        $"select exists (select from {table.Name} where {Bound(table, "")} and $1::uuid[] is null and $4::int is null)";

    /// <summary>Deletes rows by what their key, or the column that they are counted from, says.</summary>
    public static string DeleteDue(RetainedTable table) =>
        $"""
         delete from {table.Name} t using ({Due(table, [$"d.{table.Key}", .. table.RestOfKey.Select(static column => $"d.{column}")])}) due
         where t.tenant_id = due.tenant_id and t.{table.Key} = due.{table.Key} and t.{table.Key} < $2
         {string.Concat(table.RestOfKey.Select(static column => $" and t.{column} = due.{column}"))}
         """;

    /// <summary>The rows that are due: their tenant and the columns that are asked for.</summary>
    public static string Due(RetainedTable table, params string[] columns) =>
        $"""
         select d.tenant_id, {string.Join(", ", columns)}
         from unnest($1::uuid[]) as owner (id) cross join lateral (
             select * from {table.Name} r where r.tenant_id = owner.id {Modes(table)} and {Bound(table, "r.")} limit $4) d
         limit $4
         """;

    /// <summary>What lies in a partition's span: the parameters $1 and $2 are its keys.</summary>
    public static string Within(RetainedTable table) => $"{table.Key} >= $1 and {table.Key} < $2";

    /// <summary>An instant as a key of the table.</summary>
    public static object KeyOf(RetainedTable table, DateTimeOffset at) => table.KeyIsId ? FactId.Lowest(at.ToUnixTimeMilliseconds()) : at;

    /// <summary>The key below which all rows lie that are due.</summary>
    public static object KeyBound(RetainedTable table, DateTimeOffset before) => KeyOf(table, table.CountedFrom is null ? before : before + Margin);

    private static string Modes(RetainedTable table) => table.RestOfKey.Contains("mode") ? "and r.mode = any('{l,t}')" : "";

    private static string Bound(RetainedTable table, string alias) =>
        $"{alias}{table.Key} < $2 and {(table.CountedFrom is { } column ? $"{alias}{column} < $3" : "$3::bigint is not null")}";
}
