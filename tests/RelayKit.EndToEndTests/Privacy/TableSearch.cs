using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Privacy;

/// <summary>Looks for texts in every column of every row of every table, as text and as bytes.</summary>
internal static class TableSearch
{
    private const string Tables =
        """
        select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p') and not c.relispartition
        order by 1
        """;

    /// <summary>Each place that has one of the texts, such as <c>rooms: lobby</c>.</summary>
    public static async Task<List<string>> FindAsync(this TestDatabase database, params string[] texts)
    {
        var found = new List<string>();
        foreach (var table in await database.QueryAsync(Tables, static row => row.GetString(0)))
        {
            found.AddRange(await database.QueryAsync(
                $"""
                select n from unnest($1::text[]) n
                where exists (select from {table} t where position(n in t::text) > 0 or position(encode(convert_to(n, 'UTF8'), 'hex') in t::text) > 0)
                """,
                row => $"{table}: {row.GetString(0)}",
                (object)texts));
        }

        return found;
    }
}
