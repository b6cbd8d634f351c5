using Npgsql;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>What a cron job does where the silos have no login that may drop partitions.</summary>
public sealed class RetainCommandTests : IAsyncLifetime
{
    private const string Password = "not-a-secret";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _serving = $"relaykit_serving_{Guid.NewGuid():N}";
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync($"create role {_serving} login password '{Password}'");
        Assert.Equal(0, (await RunAsync("migrate", Serving, _database.ConnectionString)).ExitCode);
        await _database.ScalarAsync<int>(
            """
            set role relaykit_owner;
            select ensure_partitions('usage_hourly', 'time', '2020-01-01', '2020-01-01');
            reset role;
            insert into usage_hourly (tenant_id, mode, hour, class, participant_ms) values (gen_random_uuid(), 'l', '2020-01-15 12:00+00', 0, 1);
            select 1
            """);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await PostgresServer.ExecuteAsync($"drop role if exists {_serving}");
    }

    [Fact]
    public async Task With_the_login_of_migrations_whole_partitions_go_and_again_on_the_same_day()
    {
        var (code, output) = await RunAsync("retain", Serving, _database.ConnectionString);

        Assert.True(code == 0, output);
        Assert.Contains("usage: 1 rows of usage_hourly, 1 partitions dropped", output, StringComparison.Ordinal);
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from pg_class where relname = 'usage_hourly_y2020m01'"));
        Assert.Equal(0, (await RunAsync("retain", Serving, _database.ConnectionString)).ExitCode);
        Assert.Equal(2, await _database.ScalarAsync<int>("select attempts from retention_runs"));
    }

    [Fact]
    public async Task With_the_serving_login_alone_it_says_what_it_could_not_do()
    {
        var (code, output) = await RunAsync("retain", Serving, migrations: null);

        Assert.Equal(1, code);
        Assert.Contains("failed were request_logs, webhook_attempts, usage", output, StringComparison.Ordinal);
    }

    private string Serving => new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = _serving, Password = Password }.ConnectionString;

    private static async Task<(int ExitCode, string Output)> RunAsync(string command, string serving, string? migrations)
    {
        var settings = new Dictionary<string, string>
        {
            ["RelayKit__Postgres"] = serving,
            ["RelayKit__Secrets__WrappingKeys__0"] = SiloSettings.WrappingKey,
        };
        if (migrations is not null)
        {
            settings["RelayKit__PostgresMigrations"] = migrations;
        }

        await using var process = ChildProcess.Start(Executable.Silo, settings, command);
        await process.WaitForExitAsync(Patience);
        return (process.ExitCode, process.Output);
    }
}
