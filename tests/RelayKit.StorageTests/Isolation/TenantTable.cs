using Npgsql;

namespace RelayKit.StorageTests.Isolation;

/// <summary>A table that holds tenants' rows, as the catalogue knows it.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Columns">The columns that can be written, in their order.</param>
public sealed record TenantTable(string Name, IReadOnlyList<TenantColumn> Columns)
{
    private const string AllTables =
        """
        select c.relname::text, a.attname::text, format_type(a.atttypid, null)
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
            and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped)
        order by c.relname, a.attnum
        """;

    /// <summary>Every one of them, partitions apart: those are reached through their table alone.</summary>
    public static async Task<IReadOnlyList<TenantTable>> ReadAllAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(AllTables);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string Table, TenantColumn Column)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), new TenantColumn(reader.GetString(1), reader.GetString(2))));
        }

        return [.. rows.GroupBy(static row => row.Table).Select(static table => new TenantTable(table.Key, [.. table.Select(static row => row.Column)]))];
    }

    public override string ToString() => Name;
}

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as SQL spells it.</param>
public sealed record TenantColumn(string Name, string Type)
{
    /// <summary>An expression for a value of the column's type that no other row has, where the type has so many.</summary>
    /// <exception cref="NotSupportedException">The type is a new one: it needs a line here.</exception>
    public string FreshValue => Type switch
    {
        // A UUIDv7 of now: ids lie in the partition of their month.
        "uuid" => "overlay(relaykit.uuid_at(now())::text placing right(gen_random_uuid()::text, 12) from 25)::uuid",
        "text" or "character varying" => "md5(random()::text)",
        "smallint" => "(random() * 3)::smallint",
        "integer" => "(random() * 100000)::integer",
        "bigint" => "(random() * 1e12)::bigint",
        "numeric" or "double precision" => "random()",
        "boolean" => "random() < 0.5",
        "timestamp with time zone" => "now() - random() * interval '1 second'",
        "date" => "current_date",
        "interval" => "interval '1 second'",
        "bytea" => "decode(md5(random()::text) || md5(random()::text), 'hex')",
        "json" or "jsonb" => $"json_build_object('marker', md5(random()::text))::{Type}",
        "inet" => "inet '192.0.2.1'",
        "cidr" => "cidr '192.0.2.0/24'",
        _ when Type.EndsWith("[]", StringComparison.Ordinal) => $"array[{new TenantColumn(Name, Type[..^2]).FreshValue}]::{Type}",
        _ => throw new NotSupportedException($"Column {Name} has the type {Type}, of which {nameof(FreshValue)} knows no value."),
    };
}
