using Npgsql;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>Migrations as a step of their own, and silos that are told to leave them alone: what a rolling update is made of.</summary>
public sealed class MigrateCommandTests : IAsyncLifetime
{
    private const string Password = "not-a-secret";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _serving = $"relaykit_serving_{Guid.NewGuid():N}";
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresServer.CreateDatabaseAsync();

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await PostgresServer.ExecuteAsync($"drop role if exists {_serving}");
    }

    [Fact]
    public async Task Migrate_prepares_the_database_and_a_silo_that_does_not_migrate_serves_from_it()
    {
        await MigratesAsync(Postgres(_database.ConnectionString));
        await MigratesAsync(Postgres(_database.ConnectionString));

        await ServesAsync(Silo(_database.ConnectionString));
    }

    [Fact]
    public async Task A_silo_that_does_not_migrate_refuses_an_older_schema_and_accepts_a_newer_one()
    {
        await MigratesAsync(Postgres(_database.ConnectionString));
        await _database.ScalarAsync<string>("insert into schema_versions (script, sha256) values ('9999_newer.sql', '00') returning script");
        await ServesAsync(Silo(_database.ConnectionString));

        var lacking = await _database.ScalarAsync<string>(
            "delete from schema_versions where script = (select max(script) from schema_versions where script < '9999') returning script");

        var output = await EndsAsync(Silo(_database.ConnectionString), expected: 1);
        Assert.Contains($"RelayKit cannot start. The database's schema is older than this silo needs; it lacks {lacking}.", output, StringComparison.Ordinal);
        Assert.Contains("RelayKit.Silo migrate", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_serves_with_a_login_that_may_do_nothing_else()
    {
        await PostgresServer.ExecuteAsync($"create role {_serving} login password '{Password}'");
        var serving = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = _serving, Password = Password }.ConnectionString;
        var job = Postgres(serving);
        job["RelayKit__PostgresMigrations"] = _database.ConnectionString;

        await MigratesAsync(job);
        await ServesAsync(Silo(serving));

        Assert.Equal(
            "relaykit_app,relaykit_jobs",
            await _database.ScalarAsync<string>(
                "select string_agg(r.rolname, ',' order by r.rolname) from pg_auth_members m join pg_roles r on r.oid = m.roleid where m.member = $1::regrole",
                _serving));
    }

    [Fact]
    public async Task A_serving_login_that_does_not_exist_is_named_with_the_mend()
    {
        var job = Postgres(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = _serving }.ConnectionString);
        job["RelayKit__PostgresMigrations"] = _database.ConnectionString;

        var output = await EndsAsync(job, expected: 1, "migrate");

        Assert.Contains($"RelayKit cannot migrate. The login {_serving} of RelayKit__Postgres does not exist.", output, StringComparison.Ordinal);
        Assert.Contains($"create role \"{_serving}\" login", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=relaykit;Username=nobody;Password=wrong")]
    [InlineData("Database=relaykit")]
    public async Task Migrate_says_what_stands_in_its_way(string postgres) =>
        Assert.Contains("RelayKit cannot migrate. ", await EndsAsync(Postgres(postgres), expected: 1, "migrate"), StringComparison.Ordinal);

    [Fact]
    public async Task A_misspelt_command_does_not_start_a_silo() =>
        Assert.Contains("There is no command 'migrat'", await EndsAsync(Silo(_database.ConnectionString), expected: 2, "migrat"), StringComparison.Ordinal);

    private static Dictionary<string, string> Postgres(string connection) => new() { ["RelayKit__Postgres"] = connection };

    private static Dictionary<string, string> Silo(string connection)
    {
        var settings = new SiloSettings(connection, "http://127.0.0.1:1").Environment;
        settings["RelayKit__Silo__Migrate"] = "false";
        return settings;
    }

    private static async Task MigratesAsync(Dictionary<string, string> settings) =>
        Assert.Contains("The database is ready", await EndsAsync(settings, expected: 0, "migrate"), StringComparison.Ordinal);

    private static async Task<string> EndsAsync(Dictionary<string, string> settings, int expected, params string[] arguments)
    {
        await using var process = ChildProcess.Start(Executable.Silo, settings, arguments);
        await process.WaitForExitAsync(Patience);

        Assert.True(process.ExitCode == expected, $"Ended with {process.ExitCode}:\n{process.Output}");
        Assert.DoesNotContain("\n   at ", process.Output, StringComparison.Ordinal);
        return process.Output;
    }

    private static async Task ServesAsync(Dictionary<string, string> settings)
    {
        await using var silo = ChildProcess.Start(Executable.Silo, settings);
        using var http = new HttpClient { BaseAddress = new Uri(settings["ASPNETCORE_URLS"]) };
        await SiloReadiness.WaitAsync(silo, http, Patience);
        await silo.TerminateAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(0, silo.ExitCode);
    }
}
