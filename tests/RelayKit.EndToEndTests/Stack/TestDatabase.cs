using Npgsql;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>One database for one fixture, and SQL on it with the server login's own rights, past row-level security.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name;
    private readonly NpgsqlDataSource _source;

    public TestDatabase(string name, string connectionString)
    {
        _name = name;
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "relaykit", MaxPoolSize = 4 }.ConnectionString);
    }

    public string ConnectionString { get; }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Every row as a tuple of its values.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask<NpgsqlConnection> OpenAsync() => _source.OpenConnectionAsync();

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await PostgresServer.ExecuteAsync($"drop database if exists {_name} with (force)");
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = _source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return command;
    }
}
