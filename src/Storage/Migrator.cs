using System.Runtime.ExceptionServices;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// Brings a database to the schema of this build: roles, schema, then each missing script in its own transaction. Safe to
/// call from many processes at once; they go one after the other and the late ones find nothing to do. A database that a
/// newer build has migrated further is left as it is.
/// </summary>
public sealed partial class Migrator
{
    /// <summary>Any constant will do, as long as it never changes: old and new builds must wait for each other.</summary>
    private const long AdvisoryLockKey = 0x52656c61794b6974;

    private readonly ILogger<Migrator> _logger;
    private readonly IReadOnlyList<MigrationScript> _scripts;

    /// <param name="logger">Hears which scripts were applied.</param>
    public Migrator(ILogger<Migrator> logger)
        : this(logger, MigrationScript.Embedded())
    {
    }

    internal Migrator(ILogger<Migrator> logger, IReadOnlyList<MigrationScript> scripts)
    {
        _logger = logger;
        _scripts = scripts;
    }

    /// <summary>Waits for other migrations of the same database, then applies what is missing.</summary>
    /// <param name="connectionString">
    /// A login that may create roles, or one that an administrator made a member of the three. It must reach PostgreSQL itself
    /// or a pooler in session mode, since a lock is held across transactions.
    /// </param>
    /// <param name="cancellationToken">Is obeyed while waiting and between steps; a script that has begun is finished.</param>
    /// <exception cref="DatabaseSetupException">The login lacks a right, or an applied script was changed since.</exception>
    /// <exception cref="PostgresException">A script failed. Its transaction left nothing behind; earlier scripts stay.</exception>
    public async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        // Without a pool the lock cannot outlive this run: closing the connection ends the session.
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            ApplicationName = "relaykit migrations",
        };
        await using var login = new NpgsqlConnection(unpooled.ConnectionString);
        await login.OpenAsync(cancellationToken);
        await LockAsync(login, cancellationToken);
        await DatabaseRoles.EnsureAsync(login, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // DbUp has no asynchronous calls.
        await Task.Run(() => ApplyMissing(unpooled.ConnectionString), CancellationToken.None);
    }

    private static async Task LockAsync(NpgsqlConnection login, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", login)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = AdvisoryLockKey } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void ApplyMissing(string connectionString)
    {
        using var asOwner = NpgsqlDataSource.Create(RoleConnectionString.For(connectionString, DatabaseNames.OwnerRole));
        var engine = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(asOwner))
            .WithScripts(_scripts.Select(s => new SqlScript(s.Name, s.Sql)))
            .WithScriptNameComparer(StringComparer.Ordinal)
            .JournalTo((connections, _) => new MigrationJournal(connections, _scripts))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(TimeSpan.Zero)
            .LogToNowhere()
            .Build();
        engine.ScriptExecuted += (_, e) => LogApplied(((ScriptExecutedEventArgs)e).Script.Name);

        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            LogFailed(result.ErrorScript?.Name ?? "(none)", result.Error);
            ExceptionDispatchInfo.Throw(result.Error);
        }
        LogUpToDate(_scripts.Count, result.Scripts.Count());
    }

    [LoggerMessage(LogLevel.Information, "Applied migration {Script}")]
    private partial void LogApplied(string script);

    [LoggerMessage(LogLevel.Error, "Migration stopped at script {Script}")]
    private partial void LogFailed(string script, Exception exception);

    [LoggerMessage(LogLevel.Information, "Database schema is up to date: {Known} migrations known, {Applied} applied now")]
    private partial void LogUpToDate(int known, int applied);
}
