using Npgsql;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Idempotency;

/// <summary>Holds every writer of a table back until it is let go.</summary>
internal sealed class HeldTable : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly string _table;

    private HeldTable(TestDatabase database, NpgsqlConnection connection, string table) =>
        (_database, _connection, _table) = (database, connection, table);

    public static async Task<HeldTable> HoldAsync(TestDatabase database, string table)
    {
        var connection = await database.OpenAsync();
        await using var hold = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await hold.ExecuteNonQueryAsync();
        return new HeldTable(database, connection, table);
    }

    /// <summary>Somebody wants to write.</summary>
    public Task SomebodyWaitsAsync() => Eventually.HoldsAsync(
        () => _database.ScalarAsync<bool>("select exists (select from pg_locks where relation = $1::text::regclass and not granted)", _table),
        $"somebody wants to write {_table}");

    public async Task LetGoAsync()
    {
        await using var release = new NpgsqlCommand("rollback", _connection);
        await release.ExecuteNonQueryAsync();
    }

    /// <summary>A connection that is closed in the middle of a transaction rolls it back.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
