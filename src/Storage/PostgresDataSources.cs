using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// The process's connection pools: one per group role, and the ledger's own. Orleans shares <see cref="App"/>, so that one number bounds what
/// the process takes from the server. Whoever made this object disposes it, after everything that uses the pools has stopped.
/// </summary>
public sealed class PostgresDataSources : IAsyncDisposable, IDisposable
{
    /// <summary>Longer than any statement of ours should take, short enough that a PostgreSQL that hangs is noticed.</summary>
    private const int CommandTimeoutSeconds = 10;
    private const int ConnectTimeoutSeconds = 5;
    private const int PreparedStatements = 64;

    /// <summary>The kernel looks whether an idle connection still leads anywhere; the driver's own way of looking blocks a thread for each.</summary>
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveIntervalSeconds = 5;

    /// <summary>What the pool calls itself in PostgreSQL's activity and in the metrics.</summary>
    private const string LedgerName = "relaykit_ledger";

    /// <summary>The ledger's writer holds one; the second is there while a broken one is let go of.</summary>
    private const int LedgerConnections = 2;

    /// <summary>
    /// The ledger's statements look up a few rows by key in tables that grow without end, always. Left alone, the planner weighs
    /// that anew from statistics that lag behind, and now and then reads a whole table to find forty rows of it.
    /// </summary>
    private const string LedgerPlanning =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c enable_material=off "
        + "-c enable_hashjoin=off -c enable_mergejoin=off";

    /// <summary>Every statement of ours is short: compiling one takes longer than it runs, and a long history makes the planner think otherwise.</summary>
    private const string Uncompiled = "-c jit=off";

    /// <param name="options">Validated options.</param>
    /// <param name="loggers">Npgsql's own log goes here.</param>
    public PostgresDataSources(PostgresOptions options, ILoggerFactory loggers)
    {
        App = Build(options.ConnectionString, DatabaseNames.AppRole, DatabaseNames.AppRole, options.AppPoolSize, loggers);
        Jobs = Build(options.ConnectionString, DatabaseNames.JobsRole, DatabaseNames.JobsRole, options.JobsPoolSize, loggers);
        Ledger = Build(options.ConnectionString, DatabaseNames.JobsRole, LedgerName, LedgerConnections, loggers, LedgerPlanning);
    }

    /// <summary>Acts as <c>relaykit_app</c>: sees the rows of the tenant that the transaction has named, and none without one.</summary>
    internal NpgsqlDataSource App { get; }

    /// <summary>Acts as <c>relaykit_jobs</c>: sees all tenants where a policy says so.</summary>
    internal NpgsqlDataSource Jobs { get; }

    /// <summary>As <see cref="Jobs"/>, for the one writer of the ledger.</summary>
    internal NpgsqlDataSource Ledger { get; }

    /// <summary><see cref="App"/> as Orleans' providers take it: which database it is, is nobody's business but ours.</summary>
    public DbDataSource ForOrleans => App;

    /// <summary>Closes idle connections at once and the others when they come back.</summary>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Jobs.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    /// <summary>As <see cref="DisposeAsync"/>, for containers that are torn down synchronously.</summary>
    public void Dispose()
    {
        App.Dispose();
        Jobs.Dispose();
        Ledger.Dispose();
    }

    private static NpgsqlDataSource Build(string connectionString, string role, string name, int poolSize, ILoggerFactory loggers, string options = "")
    {
        var settings = RoleConnectionString.For(connectionString, role);
        settings.Options = $"{settings.Options} {Uncompiled} {options}".TrimEnd();
        settings.ApplicationName = name;
        settings.Pooling = true;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, poolSize);
        settings.MaxPoolSize = poolSize;
        settings.KeepAlive = 0;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = KeepAliveSeconds;
        settings.TcpKeepAliveInterval = KeepAliveIntervalSeconds;
        settings.CommandTimeout = CommandTimeoutSeconds;
        settings.Timeout = ConnectTimeoutSeconds;
        settings.MaxAutoPrepare = PreparedStatements;
        settings.AutoPrepareMinUsages = 2;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.UseLoggerFactory(loggers).Build();
    }
}
