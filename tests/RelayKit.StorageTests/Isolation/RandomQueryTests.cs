using System.Globalization;
using CsCheck;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Tenants;
using Xunit.Abstractions;

namespace RelayKit.StorageTests.Isolation;

/// <summary>
/// Random statements as the serving role, which names no tenant, an empty one, one that has no rows, or one that has: what it sees is what it would see if
/// the neighbours were not there, and nothing of theirs is changed. RELAYKIT_ISOLATION_QUERIES says how many (2,000).
/// </summary>
public sealed class RandomQueryTests(CrowdedDatabase database, ITestOutputHelper output) : IClassFixture<CrowdedDatabase>
{
    private static readonly int Count = IsolationSettings.Number("RELAYKIT_ISOLATION_QUERIES", 2_000);

    /// <summary>What may refuse a statement: row-level security, or a key. Anything else is a mistake of this test's, or a row that the trap has caught.</summary>
    private static readonly string[] Refusals =
        [PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.NotNullViolation];

    private enum Scope
    {
        None,
        Empty,
        Nobody,
        Own,
    }

    [Fact]
    public async Task A_random_read_sees_what_it_would_see_without_neighbours()
    {
        await using var model = NpgsqlDataSource.Create(database.ConnectionString);
        var queries = new RandomQueries(database.Tables);
        var (rows, nobody) = (0L, Guid.CreateVersion7());

        await (from scope in Gen.Enum<Scope>() from query in queries.Reads select (scope, query)).SampleAsync(
            async sample =>
            {
                var own = OwnOf(sample.scope, nobody);
                var seen = await LookAsync(sample.scope, own, Digest(sample.query(new Looker(own, database.Foreign[0], IsModel: false))));
                Assert.Equal(await ExpectedAsync(model, own, sample.query), seen);
                if (sample.scope == Scope.Own)
                {
                    Interlocked.Add(ref rows, long.Parse(seen.Split(' ')[0], CultureInfo.InvariantCulture));
                }
            },
            iter: Count * 3 / 4,
            threads: 2,
            print: sample => $"{sample.scope}: {sample.query(new Looker(OwnOf(sample.scope, nobody), database.Foreign[0], IsModel: false))}");

        output.WriteLine($"Histories: {Count * 3 / 4} random reads, {rows} rows of the tenant's own seen, 0 of others");
        Assert.True(rows > Count / 4, "too few rows were seen for this to show anything");
    }

    [Fact]
    public async Task A_random_write_changes_nothing_of_a_neighbours()
    {
        await using var login = NpgsqlDataSource.Create(database.ConnectionString);
        var queries = new RandomQueries(database.Tables);
        var (changed, nobody) = (0L, Guid.CreateVersion7());
        var foreign = await ForeignRowsAsync(login);

        await (from scope in Gen.Enum<Scope>() from query in queries.Writes select (scope, query)).SampleAsync(
            async sample =>
            {
                var own = OwnOf(sample.scope, nobody);
                var written = await WriteAsync(login, sample.scope, own, sample.query(new Looker(own, database.Foreign[0], IsModel: false)));
                Assert.All(written, tenant => Assert.Equal(own, tenant));
                Interlocked.Add(ref changed, written.Count);
            },
            iter: Count / 4,
            threads: 2,
            print: sample => $"{sample.scope}: {sample.query(new Looker(OwnOf(sample.scope, nobody), database.Foreign[0], IsModel: false))}");

        Assert.Equal(foreign, await ForeignRowsAsync(login));
        output.WriteLine($"Histories: {Count / 4} random writes, {changed} rows of the tenant's own changed, 0 of others");
        Assert.True(changed > Count / 40, "too few rows were changed for this to show anything");
    }

    [Fact]
    public async Task A_wall_with_a_hole_is_noticed()
    {
        await using var model = NpgsqlDataSource.Create(database.ConnectionString);
        var reads = new RandomQueries(database.Tables).Reads;
        await Sql.ExecuteAsync(database.ConnectionString, "alter table rooms disable row level security");
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => reads.SampleAsync(
                async query =>
                {
                    var expected = await ExpectedAsync(model, null, query);
                    Assert.Equal(expected, await LookAsync(Scope.None, null, Digest(query(new Looker(null, database.Foreign[0], IsModel: false)))));
                },
                iter: 1_000,
                threads: 1));
        }
        finally
        {
            await Sql.ExecuteAsync(database.ConnectionString, "alter table rooms enable row level security");
        }
    }

    private Guid? OwnOf(Scope scope, Guid nobody) => scope switch
    {
        Scope.Nobody => nobody,
        Scope.Own => database.Own,
        _ => null,
    };

    /// <summary>How many rows, and a digest of all of them.</summary>
    private static string Digest(string query) =>
        $"select count(*) || ' ' || md5(coalesce(string_agg(q.found, E'\\n' order by q.found), '')) from ({query}) q";

    /// <summary>What there would be to see if only the tenant's own rows were there.</summary>
    private async Task<string> ExpectedAsync(NpgsqlDataSource model, Guid? own, Func<Looker, string> query)
    {
        await using var command = model.CreateCommand(Digest(query(new Looker(own, database.Foreign[0], IsModel: true))));
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Through the real pool, in the real batch.</summary>
    private async Task<string> LookAsync(Scope scope, Guid? own, string query)
    {
        await using var batch = own is { } tenant ? database.Sources.App.CreateTenantBatch(new TenantId(tenant)) : database.Sources.App.CreateBatch();
        if (scope == Scope.Empty)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('app.tenant_id', '', true)"));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(query));
        await using var reader = await batch.ExecuteReaderAsync();
        if (batch.BatchCommands.Count > 1)
        {
            await reader.NextResultAsync();
        }

        await reader.ReadAsync();
        return reader.GetString(0);
    }

    /// <summary>Carries it out as the serving role, looks with the login's own rights at what became of others' rows, and takes it back.</summary>
    private async Task<List<Guid>> WriteAsync(NpgsqlDataSource login, Scope scope, Guid? own, string statement)
    {
        await using var connection = await login.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var named = scope == Scope.None ? "" : $"select set_config('app.tenant_id', '{own}', true);";
        await ExecuteAsync(connection, $"set local session_replication_role = replica; {named} set local role relaykit_app");
        var changed = new List<Guid>();
        try
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                changed.Add(reader.GetGuid(0));
            }
        }
        catch (PostgresException refused) when (Refusals.Contains(refused.SqlState, StringComparer.Ordinal))
        {
            return changed;
        }

        await ExecuteAsync(connection, "set local role none");
        var table = statement.Split(' ').First(word => database.Tables.Any(known => known.Name == word));
        await using var look = new NpgsqlCommand(
            $"select count(*) filter (where xmin = pg_current_xact_id()::xid), count(*) from {table} where tenant_id is distinct from $1", connection)
        {
            Parameters = { new() { Value = own is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } },
        };
        await using (var reader = await look.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            var others = await OthersAsync(table, own);
            Assert.Equal((table, 0L, others), (table, reader.GetInt64(0), reader.GetInt64(1)));
        }

        await transaction.RollbackAsync();
        return changed;
    }

    /// <summary>Rows of others in a table, as another connection sees them.</summary>
    private Task<long> OthersAsync(string table, Guid? own) => Sql.ScalarAsync<long>(
        database.ConnectionString, own is { } id ? $"select count(*) from {table} where tenant_id <> '{id}'" : $"select count(*) from {table}");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A digest of all rows of the neighbours, table by table.</summary>
    private async Task<string> ForeignRowsAsync(NpgsqlDataSource login)
    {
        var digests = new List<string>();
        foreach (var table in database.Tables)
        {
            await using var command = login.CreateCommand(
                $"select count(*) || ' ' || md5(coalesce(string_agg(a::text, ',' order by a::text), '')) from {table.Name} a where tenant_id <> '{database.Own}'");
            digests.Add($"{table.Name} {await command.ExecuteScalarAsync()}");
        }

        return string.Join('\n', digests);
    }
}
