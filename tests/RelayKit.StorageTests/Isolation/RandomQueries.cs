using CsCheck;

namespace RelayKit.StorageTests.Isolation;

/// <summary>Random statements over the tables of tenants. Each is a function of who looks.</summary>
public sealed class RandomQueries
{
    private const int Depth = 2;

    private readonly Gen<TenantTable> _table;

    public RandomQueries(IReadOnlyList<TenantTable> tables)
    {
        _table = Gen.OneOf(tables.ToArray());
        Reads = Read(Depth);
        Writes = Write();
    }

    /// <summary>Select, join, aggregate, subquery, union, common table expression, window: one text column and any number of rows.</summary>
    public Gen<Func<Looker, string>> Reads { get; }

    /// <summary>Insert, update and delete, each returning the tenant of every row that it has changed.</summary>
    public Gen<Func<Looker, string>> Writes { get; }

    private static Gen<TenantColumn> ColumnOf(TenantTable table) => Gen.OneOf(table.Columns.ToArray());

    private Gen<Func<Looker, string>> Condition(string alias, TenantTable table, int depth)
    {
        var simple = Gen.OneOf(
            Gen.Const<Func<Looker, string>>(static _ => "true"),
            Gen.Const<Func<Looker, string>>(looker => $"{alias}.tenant_id = {looker.ForeignId}"),
            Gen.Const<Func<Looker, string>>(looker => $"{alias}.tenant_id is distinct from {looker.OwnId}"),
            Gen.Const<Func<Looker, string>>(looker => $"{alias}.tenant_id in ({looker.OwnId}, {looker.ForeignId})"),
            Gen.Const<Func<Looker, string>>(looker => looker.Trap(alias)),
            ColumnOf(table).Select<TenantColumn, Func<Looker, string>>(column => _ => $"{alias}.{column.Name} is not null"),
            ColumnOf(table).Select<TenantColumn, Func<Looker, string>>(column => _ => $"{alias}.{column.Name}::text ~ '[0-7]'"));
        if (depth == 0)
        {
            return simple;
        }

        var inner = $"{alias}_{depth}";
        var nested =
            from other in _table
            from condition in Condition(inner, other, depth - 1)
            from shape in Gen.Int[0, 4]
            select (Func<Looker, string>)(looker => shape switch
            {
                0 => $"exists (select from {looker.From(other, inner)} where {inner}.tenant_id = {alias}.tenant_id and {condition(looker)})",
                1 => $"not exists (select from {looker.From(other, inner)} where {inner}.tenant_id <> {alias}.tenant_id or {condition(looker)})",
                2 => $"{alias}.tenant_id in (select {inner}.tenant_id from {looker.From(other, inner)} where {condition(looker)})",
                3 => $"(select count(*) from {looker.From(other, inner)} where {condition(looker)}) > 1",
                _ => $"{alias}.tenant_id = any (array(select {inner}.tenant_id from {looker.From(other, inner)}))",
            });
        var joined =
            from left in Condition(alias, table, 0)
            from right in Condition(alias, table, depth - 1)
            from word in Gen.OneOf("and", "or", "and not", "or not")
            select (Func<Looker, string>)(looker => $"({left(looker)}) {word} ({right(looker)})");
        return Gen.OneOf(simple, nested, joined);
    }

    private Gen<Func<Looker, string>> Read(int depth)
    {
        var plain =
            from table in _table
            from condition in Condition("a", table, depth)
            select (Func<Looker, string>)(looker => $"select a::text as found from {looker.From(table, "a")} where {condition(looker)}");
        var join =
            from one in _table
            from other in _table
            from word in Gen.OneOf("join", "left join", "right join", "full join")
            from isCross in Gen.Bool
            from condition in Condition("b", other, depth - 1)
            select (Func<Looker, string>)(looker =>
                $"select concat_ws('|', a::text, b::text) as found from {looker.From(one, "a")} {word} {looker.From(other, "b")} on "
                + (isCross || word == "full join" ? "a.tenant_id = b.tenant_id" : "true") + $" where b is null or ({condition(looker)})");
        var aggregate =
            from table in _table
            from column in ColumnOf(table)
            from condition in Condition("a", table, depth)
            select (Func<Looker, string>)(looker =>
                $"select concat_ws('|', count(*), count(distinct a.tenant_id), min(a.{column.Name}::text), max(a.{column.Name}::text), "
                + $"string_agg(a::text, ',' order by a::text)) as found from {looker.From(table, "a")} where {condition(looker)}");
        var group =
            from table in _table
            from column in ColumnOf(table)
            from condition in Condition("a", table, depth)
            select (Func<Looker, string>)(looker =>
                $"select concat_ws('|', a.{column.Name}::text, count(*), array_agg(distinct a.tenant_id)) as found from {looker.From(table, "a")} "
                + $"where {condition(looker)} group by grouping sets ((a.{column.Name}::text), ())");
        var scalar =
            from table in _table
            from other in _table
            from condition in Condition("b", other, depth - 1)
            select (Func<Looker, string>)(looker =>
                $"select concat_ws('|', a.tenant_id, (select string_agg(b::text, ',' order by b::text) from {looker.From(other, "b")} where {condition(looker)})) as found "
                + $"from (select (select min(t.tenant_id::text) from {looker.From(table, "t")}) as tenant_id) a");
        var window =
            from table in _table
            from condition in Condition("a", table, depth)
            select (Func<Looker, string>)(looker =>
                $"select concat_ws('|', a::text, count(*) over (), count(*) over (partition by a.tenant_id)) as found from {looker.From(table, "a")} where {condition(looker)}");
        var common =
            from table in _table
            from condition in Condition("a", table, depth - 1)
            from hint in Gen.OneOf("materialized", "not materialized")
            select (Func<Looker, string>)(looker =>
                $"with kept as {hint} (select a::text as found, a.tenant_id from {looker.From(table, "a")} where {condition(looker)}) "
                + "select concat_ws('|', k.found, l.found) as found from kept k cross join kept l");
        var lateral =
            from one in _table
            from other in _table
            from condition in Condition("b", other, depth - 1)
            select (Func<Looker, string>)(looker =>
                $"select concat_ws('|', a.tenant_id, c.found) as found from {looker.From(one, "a")} cross join lateral "
                + $"(select b::text as found from {looker.From(other, "b")} where b.tenant_id = a.tenant_id or {condition(looker)}) c");
        var union =
            from one in plain
            from other in aggregate
            from word in Gen.OneOf("union", "union all", "except", "intersect")
            select (Func<Looker, string>)(looker => $"({one(looker)}) {word} ({other(looker)})");
        return Gen.OneOf(plain, join, aggregate, group, scalar, window, common, lateral, union);
    }

    private Gen<Func<Looker, string>> Write()
    {
        const string returning = "returning a.tenant_id";
        var update =
            from table in _table
            from column in ColumnOf(table)
            from condition in Condition("a", table, 1)
            select (Func<Looker, string>)(looker => $"update {table.Name} a set {column.Name} = a.{column.Name} where {condition(looker)} {returning}");
        var joined =
            from table in _table
            from other in _table
            from column in ColumnOf(table)
            from condition in Condition("b", other, 1)
            select (Func<Looker, string>)(looker => $"update {table.Name} a set {column.Name} = a.{column.Name} from {other.Name} b where {condition(looker)} {returning}");
        var give =
            from table in _table
            from condition in Condition("a", table, 1)
            select (Func<Looker, string>)(looker => $"update {table.Name} a set tenant_id = {looker.ForeignId} where {condition(looker)} {returning}");
        var delete =
            from table in _table
            from condition in Condition("a", table, 1)
            select (Func<Looker, string>)(looker => $"delete from {table.Name} a where {condition(looker)} {returning}");
        var deleteJoined =
            from table in _table
            from other in _table
            from condition in Condition("b", other, 1)
            select (Func<Looker, string>)(looker => $"delete from {table.Name} a using {other.Name} b where {condition(looker)} {returning}");
        var insert =
            from table in _table
            from isForeign in Gen.Bool
            from end in Gen.OneOf("", "on conflict do nothing")
            select (Func<Looker, string>)(looker =>
                $"insert into {table.Name} as a ({Names(table)}) select {Values(table, isForeign ? looker.ForeignId : looker.OwnId)} {end} {returning}");
        var copy =
            from table in _table
            from isForeign in Gen.Bool
            select (Func<Looker, string>)(looker =>
                $"insert into {table.Name} as a ({Names(table)}) select {string.Join(", ", table.Columns.Select(column => column.Name == "tenant_id" && isForeign ? looker.ForeignId : "b." + column.Name))} "
                + $"from {table.Name} b on conflict do nothing {returning}");
        return Gen.OneOf(update, joined, give, delete, deleteJoined, insert, copy);
    }

    private static string Names(TenantTable table) => string.Join(", ", table.Columns.Select(static column => column.Name));

    private static string Values(TenantTable table, string tenant) =>
        string.Join(", ", table.Columns.Select(column => column.Name == "tenant_id" ? tenant : column.FreshValue));
}
