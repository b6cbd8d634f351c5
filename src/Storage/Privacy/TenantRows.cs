using RelayKit.Privacy;

namespace RelayKit.Storage.Privacy;

/// <summary>Statements on one table of the <see cref="DataMap"/>: $1 is the tenant's id, $2 the same as <c>ten_…</c>.</summary>
internal static class TenantRows
{
    /// <summary>Which rows are the tenant's.</summary>
    public static string Of(DataTable table) => table.FoundBy switch
    {
        TenantFoundBy.TenantId => "t.tenant_id = $1 and $2::text is not null",
        TenantFoundBy.Subject => "t.subject = $1 and $2::text is not null",
        TenantFoundBy.GrainKey => "(t.grainidextensionstring = $2 or starts_with(t.grainidextensionstring, $2 || '/')) and $1::uuid is not null",
        _ => "(right(t.grainid, length($2) + 1) = '/' || $2 or strpos(t.grainid, '/' || $2 || '/') > 0) and $1::uuid is not null",
    };

    public static string Count(DataTable table) => $"select count(*) from {table.Name} t where {Of(table)}";

    /// <summary>Every row as a line of JSON in UTF-8.</summary>
    public static string SelectJson(DataTable table) =>
        $"select convert_to(row_to_json(r)::text, 'UTF8') from (select {string.Join(", ", table.ExportedColumns.Select(ValueOf))} from {table.Name} t where {Of(table)}) r";

    /// <summary>Deletes some of the rows. A table without a key of its own has one row of a tenant.</summary>
    /// <param name="table">The table.</param>
    /// <param name="most">How many at most: a number or a parameter.</param>
    public static string Delete(DataTable table, string most) => table.Key.IsEmpty
        ? $"delete from {table.Name} t where {Of(table)} returning 1"
        : $"""
          delete from {table.Name} t
          using (select {string.Join(", ", table.Key.Select(static column => $"t.{column}"))} from {table.Name} t where {Of(table)} limit {most}) k
          where {Of(table)} and {string.Join(" and ", table.Key.Select(static column => $"t.{column} = k.{column}"))} returning 1
          """;

    /// <summary>Grains keep their state as JSON in bytes.</summary>
    private static string ValueOf(string column) =>
        column == "payloadbinary" ? "convert_from(t.payloadbinary, 'UTF8')::json as payloadbinary" : $"t.{column}";
}
