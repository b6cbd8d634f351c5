using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// The process's two connection pools, one per group role. Orleans shares <see cref="App"/>, so that one number bounds what
/// the process takes from the server. Whoever made this object disposes it, after everything that uses the pools has stopped.
/// </summary>
public sealed class PostgresDataSources : IAsyncDisposable, IDisposable
{
    /// <summary>Longer than any statement of ours should take, short enough that a PostgreSQL that hangs is noticed.</summary>
    private const int CommandTimeoutSeconds = 10;
    private const int ConnectTimeoutSeconds = 5;
    private const int PreparedStatements = 64;
    private const int KeepAliveSeconds = 30;

    /// <param name="options">Validated options.</param>
    /// <param name="loggers">Npgsql's own log goes here.</param>
    public PostgresDataSources(PostgresOptions options, ILoggerFactory loggers)
    {
        App = Build(options.ConnectionString, DatabaseNames.AppRole, options.AppPoolSize, loggers);
        Jobs = Build(options.ConnectionString, DatabaseNames.JobsRole, options.JobsPoolSize, loggers);
    }

    /// <summary>Acts as <c>relaykit_app</c>: sees the rows of the tenant that the transaction has named, and none without one.</summary>
    internal NpgsqlDataSource App { get; }

    /// <summary>Acts as <c>relaykit_jobs</c>: sees all tenants where a policy says so.</summary>
    internal NpgsqlDataSource Jobs { get; }

    /// <summary><see cref="App"/> as Orleans' providers take it: which database it is, is nobody's business but ours.</summary>
    public DbDataSource ForOrleans => App;

    /// <summary>Closes idle connections at once and the others when they come back.</summary>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Jobs.DisposeAsync();
    }

    /// <summary>As <see cref="DisposeAsync"/>, for containers that are torn down synchronously.</summary>
    public void Dispose()
    {
        App.Dispose();
        Jobs.Dispose();
    }

    private static NpgsqlDataSource Build(string connectionString, string role, int poolSize, ILoggerFactory loggers)
    {
        var settings = RoleConnectionString.For(connectionString, role);
        settings.ApplicationName = role;
        settings.Pooling = true;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, poolSize);
        settings.MaxPoolSize = poolSize;
        settings.KeepAlive = KeepAliveSeconds;
        settings.CommandTimeout = CommandTimeoutSeconds;
        settings.Timeout = ConnectTimeoutSeconds;
        settings.MaxAutoPrepare = PreparedStatements;
        settings.AutoPrepareMinUsages = 2;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = role }.UseLoggerFactory(loggers).Build();
    }
}
