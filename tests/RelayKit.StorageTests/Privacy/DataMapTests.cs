using Npgsql;
using RelayKit.Privacy;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Privacy;

/// <summary>The map of data against PostgreSQL's own catalogue: nothing is kept that nobody has said a word about.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DataMapTests(PostgresFixture postgres)
{
    private const string Columns =
        """
        select c.relname::text, a.attname::text
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        order by 1, 2
        """;

    private const string Keys =
        """
        select c.relname::text, array_agg(a.attname::text order by k.ordinality)
        from pg_index i
        join pg_class c on c.oid = i.indrelid and c.relnamespace = 'relaykit'::regnamespace and not c.relispartition
        cross join lateral unnest(i.indkey::smallint[]) with ordinality k (attnum, ordinality)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indisunique
        group by i.indexrelid, c.relname
        """;

    [Fact]
    public async Task Every_table_and_column_is_in_the_map_and_none_that_is_gone()
    {
        var there = await QueryAsync(Columns, row => $"{row.GetString(0)}.{row.GetString(1)}");
        var said = DataMap.Tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}")).ToList();
        var ofNobody = DataMap.WithoutTenants.Keys.ToHashSet();

        Assert.Empty(there.Where(column => !ofNobody.Contains(column.Split('.')[0])).Except(said));
        Assert.Empty(said.Except(there));
        Assert.Empty(ofNobody.Except(there.Select(column => column.Split('.')[0])));
        Assert.Equal(said.Count, said.Distinct().Count());
    }

    [Fact]
    public async Task No_table_with_tenants_rows_is_said_to_have_none()
    {
        var there = await QueryAsync(Columns, row => (Table: row.GetString(0), Column: row.GetString(1)));

        Assert.DoesNotContain(there, column => column.Column == "tenant_id" && DataMap.WithoutTenants.ContainsKey(column.Table));
    }

    [Fact]
    public async Task The_keys_of_the_map_tell_rows_apart()
    {
        var unique = (await QueryAsync(Keys, row => (Table: row.GetString(0), Columns: row.GetFieldValue<string[]>(1)))).ToLookup(key => key.Table, key => key.Columns);

        foreach (var table in DataMap.Tables.Where(table => table.FoundBy == TenantFoundBy.TenantId))
        {
            Assert.True(
                unique[table.Name].Any(key => key.Except(["tenant_id"]).Order().SequenceEqual(table.Key.Order())), $"{table.Name}: {string.Join(", ", table.Key)}");
        }
    }

    [Fact]
    public void What_the_map_says_of_a_table_is_about_its_columns()
    {
        foreach (var table in DataMap.Tables)
        {
            var columns = table.Columns.Select(column => column.Name).ToList();
            Assert.Equal(table.FoundBy == TenantFoundBy.TenantId, columns.Contains("tenant_id"));
            Assert.Empty(table.Key.Except(columns));
            Assert.True(table.IdentityColumn is null || columns.Contains(table.IdentityColumn));
            Assert.NotEmpty(table.About);
            Assert.Equal(
                table is { IdentityColumn: not null, IsEndUsersRowGone: false },
                table.Columns.Any(column => column.OnEndUserErasure != EndUserErasing.Keep));
        }
    }

    private async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
