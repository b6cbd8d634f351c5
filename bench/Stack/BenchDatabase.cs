using Npgsql;
using RelayKit.Bench.Machine;

namespace RelayKit.Bench.Stack;

/// <summary>The bench's own look at the PostgreSQL that the silos write to.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private BenchDatabase(NpgsqlDataSource source) => _source = source;

    /// <summary>The postmaster's pid when it runs on this machine, else null: then nobody knows what it costs.</summary>
    public int? Postmaster { get; private set; }

    public static async Task<BenchDatabase> ConnectAsync(string connectionString, CancellationToken cancellation)
    {
        var database = new BenchDatabase(NpgsqlDataSource.Create(connectionString));
        var backend = await database.ScalarAsync<int>("select pg_backend_pid()", cancellation);
        database.Postmaster = ProcessorTime.ParentOf(backend);
        return database;
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 300;
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Makes every flush of the log take longer by <paramref name="milliseconds"/>, as on a network disk, or takes that back by 0.
    /// False when the login may not: it takes a superuser.
    /// </summary>
    public async Task<bool> SlowFlushesAsync(int milliseconds, CancellationToken cancellation)
    {
        if (!await ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user", cancellation))
        {
            return false;
        }

        // ALTER SYSTEM takes no transaction, so each is a command of its own.
        await ExecuteAsync(milliseconds == 0 ? "alter system reset commit_delay" : FormattableString.Invariant($"alter system set commit_delay = {milliseconds * 1000}"), cancellation);
        await ExecuteAsync(milliseconds == 0 ? "alter system reset commit_siblings" : "alter system set commit_siblings = 0", cancellation);
        await ExecuteAsync("select pg_reload_conf()", cancellation);
        return true;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
