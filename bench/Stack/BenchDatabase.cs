using Npgsql;
using RelayKit.Cli.Processes;

namespace RelayKit.Bench.Stack;

/// <summary>The bench's own look at the PostgreSQL that the silos write to.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private const int CommandTimeoutSeconds = 600;

    private readonly NpgsqlDataSource _source;

    private BenchDatabase(NpgsqlDataSource source) => _source = source;

    /// <summary>The postmaster's pid when it runs on this machine, else null: then nobody knows what it costs.</summary>
    public int? Postmaster { get; private set; }

    public static async Task<BenchDatabase> ConnectAsync(string connectionString, CancellationToken cancellation)
    {
        var ours = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "relaykit" };
        var database = new BenchDatabase(NpgsqlDataSource.Create(ours));
        var backend = await database.ScalarAsync<int>("select pg_backend_pid()", cancellation);
        database.Postmaster = ProcessStat.Of(backend)?.Parent;
        return database;
    }

    public Task<T> ScalarAsync<T>(string sql, CancellationToken cancellation) => ScalarAsync<T>(sql, [], cancellation);

    public async Task<T> ScalarAsync<T>(string sql, IReadOnlyList<object> values, CancellationToken cancellation)
    {
        await using var command = CreateCommand(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public Task ExecuteAsync(string sql, CancellationToken cancellation) => ExecuteAsync(sql, [], cancellation);

    public async Task ExecuteAsync(string sql, IReadOnlyList<object> values, CancellationToken cancellation)
    {
        await using var command = CreateCommand(sql, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The tenant of that name; a bench gives each of its tenants another.</summary>
    public Task<Guid> FindTenantAsync(string name, CancellationToken cancellation) =>
        ScalarAsync<Guid>("select tenant_id from tenants where name = $1", [name], cancellation);

    /// <summary>
    /// Refuses a login that is no superuser: row-level security keeps everybody else from filling the tables of many tenants at once.
    /// </summary>
    public async Task RequireSuperuserAsync(CancellationToken cancellation)
    {
        if (!await IsSuperuserAsync(cancellation))
        {
            throw new BenchException("This bench fills the tables by itself, and takes a login of PostgreSQL that is a superuser.");
        }
    }

    /// <summary>
    /// Brings a server to where one is that has run for a while: with files of its log at hand. As long as it has none, it fills a new one
    /// with zeros every few thousand events, and a commit waits for that. Does nothing when the login is no superuser.
    /// </summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        if (await IsSuperuserAsync(cancellation))
        {
            await ExecuteAsync("checkpoint", cancellation);
        }
    }

    /// <summary>
    /// Makes every flush of the log take longer by <paramref name="milliseconds"/>, as on a network disk, or takes that back by 0.
    /// False when the login may not: it takes a superuser.
    /// </summary>
    public async Task<bool> SlowFlushesAsync(int milliseconds, CancellationToken cancellation)
    {
        if (!await IsSuperuserAsync(cancellation))
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

    private Task<bool> IsSuperuserAsync(CancellationToken cancellation) =>
        ScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user", cancellation);

    private NpgsqlCommand CreateCommand(string sql, IReadOnlyList<object> values)
    {
        var command = _source.CreateCommand(sql);
        command.CommandTimeout = CommandTimeoutSeconds;
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
