using Npgsql;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>The PostgreSQL that the tests are given. Without one they fail: a skipped test proves nothing.</summary>
public static class PostgresServer
{
    public const string Variable = "RELAYKIT_TEST_POSTGRES";

    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? given
        : throw new InvalidOperationException(
            $"{Variable} is not set. Run ./relaykit test, which starts a PostgreSQL and sets it, "
            + "or set it to an Npgsql connection string of a login that may create databases and roles.");

    /// <summary>A database of the caller's own, gone when it is disposed.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync()
    {
        var name = $"relaykit_e2e_{Guid.NewGuid():N}";
        await ExecuteAsync($"create database {name}");
        return new TestDatabase(name, new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString);
    }

    internal static async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
