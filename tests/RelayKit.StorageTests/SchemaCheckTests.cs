using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

/// <summary>A silo that does not migrate: what it accepts of a database that somebody else has prepared, and what not.</summary>
public sealed class SchemaCheckTests : IAsyncLifetime
{
    private readonly string _database = $"relaykit_schema_{Guid.CreateVersion7():n}";
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private PostgresOptions _options = null!;
    private PostgresDataSources _sources = null!;

    public async Task InitializeAsync()
    {
        _options = new PostgresOptions { ConnectionString = await PostgresFixture.CreateDatabaseAsync(_database) };
        _sources = new PostgresDataSources(_options, NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        await _sources.DisposeAsync();
        await PostgresFixture.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task A_database_of_this_build_is_accepted()
    {
        await MigrateAsync(MigrationScript.Embedded());
        await MakePartitionsAsync();

        await VerifyAsync(MigrationScript.Embedded());
    }

    [Fact]
    public async Task A_database_of_an_older_build_is_refused_with_what_it_lacks()
    {
        var all = MigrationScript.Embedded();
        await MigrateAsync([.. all.SkipLast(2)]);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => VerifyAsync(all));

        Assert.Contains($"it lacks {all[^2].Name}, {all[^1].Name}.", error.Message, StringComparison.Ordinal);
        Assert.Contains("RelayKit.Silo migrate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_accepted()
    {
        await MigrateAsync([.. MigrationScript.Embedded(), new MigrationScript("9999_newer.sql", "create table newer (n integer)")]);
        await MakePartitionsAsync();

        await VerifyAsync(MigrationScript.Embedded());
    }

    [Fact]
    public async Task A_database_that_nobody_has_prepared_is_refused()
    {
        // The roles belong to the server, so another test may have made them; the answer is the same without them.
        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => VerifyAsync(MigrationScript.Embedded()));

        Assert.StartsWith("The database has no schema of RelayKit yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_nobody_has_admitted_is_told_who_does()
    {
        await MigrateAsync(MigrationScript.Embedded());
        await Sql.ExecuteAsync(_options.ConnectionString, $"create role {_database} login password 'not-a-secret'");
        try
        {
            var stranger = new NpgsqlConnectionStringBuilder(_options.ConnectionString) { Username = _database, Password = "not-a-secret" };
            await using var sources = new PostgresDataSources(new PostgresOptions { ConnectionString = stranger.ConnectionString }, NullLoggerFactory.Instance);
            var check = new SchemaCheck(sources, MigrationScript.Embedded(), _time, NullLogger<SchemaCheck>.Instance);

            var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => check.VerifyAsync(CancellationToken.None));

            Assert.Contains("may not act as relaykit_app", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Sql.ExecuteAsync(_options.ConnectionString, $"drop role {_database}");
        }
    }

    [Fact]
    public async Task A_script_that_was_another_when_it_was_applied_is_refused()
    {
        var all = MigrationScript.Embedded();
        await MigrateAsync(all);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(
            () => VerifyAsync([.. all.SkipLast(1), new MigrationScript(all[^1].Name, "select 1")]));

        Assert.Contains(all[^1].Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_without_partitions_is_refused_and_a_next_one_only_warned_of()
    {
        await MigrateAsync(MigrationScript.Embedded());
        await MakePartitionsAsync();
        var log = new KeptLog();

        _time.SetUtcNow(DateTimeOffset.Parse("2026-12-31T23:00:00Z", null));
        await VerifyAsync(MigrationScript.Embedded(), log);
        Assert.Empty(log.Lines);

        _time.SetUtcNow(DateTimeOffset.Parse("2027-01-01T00:00:00Z", null));
        await VerifyAsync(MigrationScript.Embedded(), log);
        Assert.Contains("participant_sessions", Assert.Single(log.Lines), StringComparison.Ordinal);

        _time.SetUtcNow(DateTimeOffset.Parse("2027-02-01T00:00:00Z", null));
        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => VerifyAsync(MigrationScript.Embedded()));
        Assert.Contains("Without partitions for 2027-02", error.Message, StringComparison.Ordinal);
    }

    private Task MigrateAsync(IReadOnlyList<MigrationScript> scripts) =>
        new Migrator(NullLogger<Migrator>.Instance, scripts).MigrateAsync(_options.ConnectionString, CancellationToken.None);

    private async Task MakePartitionsAsync()
    {
        using var partitions = new PartitionMaintenance(_options, _time, NullLogger<PartitionMaintenance>.Instance);
        await partitions.EnsureAsync(CancellationToken.None);
    }

    private Task VerifyAsync(IReadOnlyList<MigrationScript> scripts, ILogger<SchemaCheck>? log = null) =>
        new SchemaCheck(_sources, scripts, _time, log ?? NullLogger<SchemaCheck>.Instance).VerifyAsync(CancellationToken.None);

    private sealed class KeptLog : ILogger<SchemaCheck>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
