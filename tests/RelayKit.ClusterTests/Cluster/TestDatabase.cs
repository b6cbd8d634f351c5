using Npgsql;

namespace RelayKit.ClusterTests.Cluster;

/// <summary>A database of the caller's own on the PostgreSQL that the tests are given, gone when it is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string Variable = "RELAYKIT_TEST_POSTGRES";

    private readonly string _name;
    private readonly NpgsqlDataSource _source;

    private TestDatabase(string name, string connectionString)
    {
        _name = name;
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "relaykit", MaxPoolSize = 4 }.ConnectionString);
    }

    public string ConnectionString { get; }

    private static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? given
        : throw new InvalidOperationException(
            $"{Variable} is not set. Run ./relaykit test, which starts a PostgreSQL and sets it, "
            + "or set it to an Npgsql connection string of a login that may create databases and roles.");

    public static async Task<TestDatabase> CreateAsync()
    {
        var name = $"relaykit_cluster_{Guid.NewGuid():N}";
        await OnServerAsync($"create database {name}");
        return new TestDatabase(name, new NpgsqlConnectionStringBuilder(Server) { Database = name }.ConnectionString);
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Every row, as it is read.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object[] parameters)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Holds all writers of a table back until it is disposed.</summary>
    public async Task<IAsyncDisposable> LockAsync(string table)
    {
        var connection = await _source.OpenConnectionAsync();
        await using var begin = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await begin.ExecuteNonQueryAsync();
        return new TableLock(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await OnServerAsync($"drop database if exists {_name} with (force)");
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class TableLock(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var rollback = new NpgsqlCommand("rollback", connection);
            await rollback.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }
}
