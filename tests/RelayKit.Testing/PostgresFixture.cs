using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using Xunit;

namespace RelayKit.Testing;

/// <summary>
/// A migrated database of its own, dropped at the end. Each test assembly declares its own xunit collection over it. Without
/// a server the tests fail: a green run must mean that they ran.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    /// <summary>The variable that holds a connection string of a login that may create databases and roles.</summary>
    public const string Variable = "RELAYKIT_TEST_POSTGRES";

    private readonly string _database = $"relaykit_test_{Guid.CreateVersion7():n}";
    private PostgresDataSources? _sources;

    /// <summary>The fresh database, as the login of <see cref="Variable"/>.</summary>
    public string ConnectionString { get; private set; } = string.Empty;

    /// <summary>Pools over the fresh database.</summary>
    public PostgresDataSources Sources => _sources ?? throw new InvalidOperationException("The fixture is not initialised.");

    public async Task InitializeAsync()
    {
        ConnectionString = await MigratedTemplate.CopyAsync(_database);
        _sources = new PostgresDataSources(new PostgresOptions { ConnectionString = ConnectionString }, NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        if (_sources is not null)
        {
            await _sources.DisposeAsync();
        }
        await DropDatabaseAsync(_database);
    }

    /// <summary>Creates an empty database for a test that must begin before the first migration.</summary>
    /// <returns>The connection string of the new database.</returns>
    public static Task<string> CreateDatabaseAsync(string name) => CreateDatabaseAsync(name, "template1");

    internal static async Task<string> CreateDatabaseAsync(string name, string template)
    {
        await ExecuteAsync($"create database {name} template {template}");
        // Unpooled, so that nothing keeps a connection to a database that is about to be dropped.
        return new NpgsqlConnectionStringBuilder(ServerConnectionString()) { Database = name, Pooling = false }.ConnectionString;
    }

    /// <summary>Ends whatever is still connected and drops the database.</summary>
    public static Task DropDatabaseAsync(string name) => ExecuteAsync($"drop database if exists {name} with (force)");

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenServerAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection to the server's own database, in no pool.</summary>
    internal static async Task<NpgsqlConnection> OpenServerAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ServerConnectionString()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static string ServerConnectionString() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException(
                $"{Variable} is not set. Run the tests with './relaykit test', which starts a PostgreSQL for them, or set it to the "
                + "connection string of a server on which the login may create databases and roles.");
}
