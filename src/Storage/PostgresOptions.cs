using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RelayKit.Storage;

/// <summary>Where PostgreSQL is and how many of its connections one process may hold.</summary>
public sealed record PostgresOptions
{
    internal const string ConnectionKey = "RelayKit:Postgres";
    internal const string MigrationsKey = "RelayKit:PostgresMigrations";
    internal const string AppPoolKey = "RelayKit:PostgresPool:App";
    internal const string JobsPoolKey = "RelayKit:PostgresPool:Jobs";

    /// <summary><c>RelayKit:Postgres</c>: an Npgsql connection string. Its login is a member of the three group roles.</summary>
    public string ConnectionString { get; init; } = string.Empty;

    /// <summary>
    /// <c>RelayKit:PostgresMigrations</c>: a second login for migrations and partitions, where the serving login should have
    /// fewer rights or goes through a pooler. Unset means <see cref="ConnectionString"/>.
    /// </summary>
    public string? MigrationsConnectionString { get; init; }

    /// <summary>
    /// <c>RelayKit:PostgresPool:App</c>: most connections for requests, grains and Orleans itself, 1 to 1000, 20 by default.
    /// All processes together must stay below the server's <c>max_connections</c>.
    /// </summary>
    public int AppPoolSize { get; init; } = 20;

    /// <summary><c>RelayKit:PostgresPool:Jobs</c>: most connections for work across tenants, 1 to 1000, 8 by default.</summary>
    public int JobsPoolSize { get; init; } = 8;

    /// <summary>The connection string that migrations and partition maintenance use.</summary>
    public string EffectiveMigrationsConnectionString => MigrationsConnectionString ?? ConnectionString;

    /// <summary>Reads the keys above. A value that is missing or makes no sense is refused when the pools are first asked for.</summary>
    public static PostgresOptions From(IConfiguration configuration)
    {
        var defaults = new PostgresOptions();
        return new PostgresOptions
        {
            ConnectionString = configuration[ConnectionKey] ?? string.Empty,
            MigrationsConnectionString = configuration[MigrationsKey] is { Length: > 0 } migrations ? migrations : null,
            AppPoolSize = PoolSize(configuration[AppPoolKey], defaults.AppPoolSize),
            JobsPoolSize = PoolSize(configuration[JobsPoolKey], defaults.JobsPoolSize),
        };
    }

    private static int PoolSize(string? text, int otherwise) => text switch
    {
        null or "" => otherwise,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) => size,
        _ => 0, // Out of range, so that validation names the key.
    };
}
