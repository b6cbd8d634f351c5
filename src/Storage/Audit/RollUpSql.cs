namespace RelayKit.Storage.Audit;

/// <summary>
/// What comparing and repairing roll-ups have in common. <c>$1</c> is the tenant, <c>$2</c> the first millisecond of a month and
/// <c>$3</c> the first one after it; roll-ups outside are not looked at, and sessions that reach outside are clipped.
/// </summary>
internal static class RollUpSql
{
    /// <summary>Closed participant sessions that were connected within the month. Conditions may follow.</summary>
    public const string ClosedWithin =
        """
        select p.* from participant_sessions p
        where p.tenant_id = $1 and p.left_at_ms > greatest(p.joined_at_ms, $2) and p.joined_at_ms < $3
        """;

    private const string HourText = """coalesce(to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), hour::text)""";

    /// <summary>The first and the last month have the hours that no calendar has, too.</summary>
    private static readonly string MonthsRows =
        $"""
         where tenant_id = $1 and (hour >= to_timestamp($2 / 1000) or $2 = {AuditMonth.Of(long.MinValue).FirstMs})
                              and (hour < to_timestamp($3 / 1000) or $3 = {AuditMonth.Of(long.MaxValue).EndMs})
         """;

    /// <summary>
    /// Common table expressions of the month: <c>truth_of_t</c>, what table <c>t</c> should say, and <c>differences_of_t</c>, the rows in
    /// which it does not: its key, <c>due</c> and <c>kept</c> (null for no row) by measure, and <c>row_text</c>. The participant
    /// sessions are read once for all tables.
    /// </summary>
    /// <param name="sessions">The participant sessions to add up: at least all that were connected within the month.</param>
    public static string Differences(string sessions) =>
        string.Join(",\n", RollUpTable.All.Select(DifferencesOf).Prepend(Slices(sessions)));

    /// <summary>Each measure, made by <paramref name="sql"/> of its column, as a list.</summary>
    public static string Measures(Func<string, string> sql) => string.Join(", ", RollUpMeasure.All.Select(measure => sql(measure.Column)));

    /// <summary>What each room, class and set of labels had in each hour, counted from 1970. It does without <c>hour_slices</c>, which it is to check.</summary>
    private static string Slices(string sessions) =>
        $"""
         slices as materialized (
             select p.mode, p.room, p.class, p.labels, to_timestamp(h.number * 3600) as hour,
                    {string.Join(",\n           ", RollUpMeasure.All.Select(SumOf))}
             from ({sessions}) p
             cross join lateral generate_series(greatest(p.joined_at_ms, $2) / 3600000, (least(p.left_at_ms, $3) - 1) / 3600000) as h (number)
             group by p.mode, p.room, p.class, p.labels, h.number
         )
         """;

    private static string SumOf(RollUpMeasure measure) =>
        $"coalesce(sum(least(p.left_at_ms, (h.number + 1) * 3600000) - greatest(p.joined_at_ms, h.number * 3600000)) filter (where {measure.Counts}), 0)::bigint as {measure.Column}";

    private static string DifferencesOf(RollUpTable table)
    {
        var key = string.Join(", ", table.Key);
        return
            $"""
             truth_of_{table.Name} as (
                 select {key}, {Measures(column => $"sum({column})::bigint as {column}")} from {table.Slices} group by {key}
             ), kept_of_{table.Name} as (
                 select {key}, {Measures(column => column)} from {table.Name} {MonthsRows}
             ), differences_of_{table.Name} as (
                 select {key}, array[{Measures(column => $"coalesce(t.{column}, 0)")}] as due,
                        case when k.{RollUpMeasure.All[0].Column} is not null then array[{Measures(column => $"k.{column}")}] end as kept,
                        {RowText(table)} as row_text
                 from truth_of_{table.Name} t full join kept_of_{table.Name} k using ({key})
                 where {string.Join(" or ", RollUpMeasure.All.Select(measure => $"coalesce(t.{measure.Column}, 0) <> coalesce(k.{measure.Column}, 0)"))}
             )
             """;
    }

    private static string RowText(RollUpTable table) =>
        string.Join(" || ", table.Key.Select(column => column switch
        {
            "mode" => "mode",
            "hour" => $"' ' || {HourText}",
            _ => $"' {column} ' || {column}",
        }));
}
