using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

/// <summary>Each test has a database of its own, since what is tested is the way from nothing.</summary>
public sealed class MigratorTests : IAsyncLifetime
{
    private readonly string _database = $"relaykit_migrator_{Guid.CreateVersion7():n}";
    private string _connectionString = string.Empty;

    public async Task InitializeAsync() => _connectionString = await PostgresFixture.CreateDatabaseAsync(_database);

    public Task DisposeAsync() => PostgresFixture.DropDatabaseAsync(_database);

    [Fact]
    public async Task Eight_migrators_at_once_have_one_effect()
    {
        MigrationScript[] scripts = [new("0001_a.sql", "create table a (n integer); insert into a values (1);"), new("0002_b.sql", "insert into a values (2)")];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync(scripts)));

        Assert.Equal(3L, await Sql.ScalarAsync<long>(_connectionString, "select sum(n) from relaykit.a"));
        Assert.Equal(2L, await Sql.ScalarAsync<long>(_connectionString, "select count(*) from relaykit.schema_versions"));
    }

    [Fact]
    public async Task Two_databases_of_one_server_may_be_migrated_at_once()
    {
        var other = $"{_database}_b";
        var otherConnection = await PostgresFixture.CreateDatabaseAsync(other);
        try
        {
            await Task.WhenAll(
                new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(_connectionString, CancellationToken.None),
                new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(otherConnection, CancellationToken.None));

            Assert.Equal(
                await Sql.ScalarAsync<long>(_connectionString, "select count(*) from relaykit.schema_versions"),
                await Sql.ScalarAsync<long>(otherConnection, "select count(*) from relaykit.schema_versions"));
        }
        finally
        {
            await PostgresFixture.DropDatabaseAsync(other);
        }
    }

    [Fact]
    public async Task Migrating_again_applies_nothing_and_a_new_script_is_applied_alone()
    {
        MigrationScript first = new("0001_a.sql", "create table a (n integer)");
        MigrationScript second = new("0002_b.sql", "insert into a values (7)");

        await MigrateAsync(first);
        await MigrateAsync(first);
        await MigrateAsync(first, second);
        await MigrateAsync(first, second);

        Assert.Equal(7L, await Sql.ScalarAsync<long>(_connectionString, "select sum(n) from relaykit.a"));
    }

    [Fact]
    public async Task A_script_changed_after_it_was_applied_is_refused_by_name()
    {
        await MigrateAsync(new MigrationScript("0001_a.sql", "create table a (n integer)"));

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(
            () => MigrateAsync(
                new MigrationScript("0001_a.sql", "create table a (n bigint)"),
                new MigrationScript("0002_b.sql", "create table b (n integer)")));

        Assert.Contains("0001_a.sql", error.Message, StringComparison.Ordinal);
        Assert.True(await Sql.ScalarAsync<bool>(_connectionString, "select to_regclass('relaykit.b') is null"));
    }

    [Fact]
    public async Task Other_line_ends_are_not_a_change()
    {
        await MigrateAsync(new MigrationScript("0001_a.sql", "create table a\n(n integer)"));
        await MigrateAsync(new MigrationScript("0001_a.sql", "create table a\r\n(n integer)"));

        Assert.Equal(1L, await Sql.ScalarAsync<long>(_connectionString, "select count(*) from relaykit.schema_versions"));
    }

    [Fact]
    public async Task A_failing_script_leaves_nothing_of_itself_behind_and_keeps_the_ones_before()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => MigrateAsync(
                new MigrationScript("0001_a.sql", "create table a (n integer)"),
                new MigrationScript("0002_b.sql", "create table b (n integer); select 1 / 0;")));

        Assert.Equal(PostgresErrorCodes.DivisionByZero, error.SqlState);
        Assert.True(await Sql.ScalarAsync<bool>(_connectionString, "select to_regclass('relaykit.b') is null"));
        Assert.Equal("0001_a.sql", await Sql.ScalarAsync<string>(_connectionString, "select string_agg(script, ',') from relaykit.schema_versions"));
    }

    [Fact]
    public async Task Everything_belongs_to_the_owner_role()
    {
        await new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(_connectionString, CancellationToken.None);

        Assert.Equal(
            "relaykit_owner",
            await Sql.ScalarAsync<string>(
                _connectionString,
                """
                select string_agg(distinct owner::regrole::text, ',')
                from (select relowner from pg_class where relnamespace = 'relaykit'::regnamespace
                    union all select proowner from pg_proc where pronamespace = 'relaykit'::regnamespace
                    union all select nspowner from pg_namespace where nspname = 'relaykit') as objects (owner)
                """));
    }

    [Fact]
    public void Embedded_scripts_come_in_the_order_of_their_numbers()
    {
        var names = MigrationScript.Embedded().Select(s => s.Name).ToList();

        Assert.Equal("0001_orleans.sql", names[0]);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(names.Count, names.Select(n => n[..4]).Distinct().Count());
    }

    private Task MigrateAsync(params MigrationScript[] scripts) =>
        new Migrator(NullLogger<Migrator>.Instance, scripts).MigrateAsync(_connectionString, CancellationToken.None);
}
