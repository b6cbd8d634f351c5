using Microsoft.Extensions.Logging;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// Whether somebody has brought the database to what this build needs: for silos that do not migrate themselves. A database that a
/// newer build has migrated further is accepted, as in the middle of a rolling update.
/// </summary>
public sealed partial class SchemaCheck
{
    private const string Mend = "Run 'RelayKit.Silo migrate' of this version, or set RelayKit__Silo__Migrate=true.";

    private const string NoSchema = $"The database has no schema of RelayKit yet, and this silo does not make it. {Mend}";

    private const string ReadJournal = "select script, sha256 from relaykit.schema_versions";

    // From the catalogue, which everybody may read: to ask for the table itself takes rights that are not there before the first migration.
    private const string MayReadJournal = """
        select coalesce(bool_and(has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')), false)
        from pg_namespace n join pg_class c on c.relnamespace = n.oid
        where n.nspname = 'relaykit' and c.relname = 'schema_versions'
        """;

    /// <summary>$1 is the day that a table of daily partitions has to have, $2 is in the month that the others have to have.</summary>
    private const string TablesWithoutPartition = """
        select c.relname::text
        from pg_partitioned_table p
        join pg_class c on c.oid = p.partrelid and not c.relispartition
        join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'relaykit'
        where not exists (select from pg_inherits i join pg_class part on part.oid = i.inhrelid
            where i.inhparent = c.oid and part.relname = c.relname || case relaykit.partition_period_of(c.relname)
                when 'day' then to_char($1::timestamp, '"_y"YYYY"m"MM"d"DD') else to_char($2::timestamp, '"_y"YYYY"m"MM') end)
        order by c.relname
        """;

    /// <summary>So many days ahead a table of daily partitions has to have one, or somebody is told.</summary>
    private const int DaysInHand = 2;

    private readonly NpgsqlDataSource _pool;
    private readonly IReadOnlyList<MigrationScript> _scripts;
    private readonly TimeProvider _time;
    private readonly ILogger<SchemaCheck> _logger;

    /// <param name="sources">The pools that are going to serve.</param>
    /// <param name="time">What month it is.</param>
    /// <param name="logger">Hears when next month's partitions are missing.</param>
    public SchemaCheck(PostgresDataSources sources, TimeProvider time, ILogger<SchemaCheck> logger)
        : this(sources, MigrationScript.Embedded(), time, logger)
    {
    }

    internal SchemaCheck(
        PostgresDataSources sources, IReadOnlyList<MigrationScript> scripts, TimeProvider time, ILogger<SchemaCheck> logger)
    {
        _pool = sources.App;
        _scripts = scripts;
        _time = time;
        _logger = logger;
    }

    /// <summary>Returns only if this build can serve from the database. Changes nothing.</summary>
    /// <exception cref="DatabaseSetupException">The schema is older than this build needs, or this month has no partitions.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        if (Fault(_scripts, await AppliedAsync(cancellationToken)) is { } fault)
        {
            throw new DatabaseSetupException(fault);
        }

        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        if (await WithoutPartitionsAsync(today, today, cancellationToken) is { Count: > 0 } shut)
        {
            throw new DatabaseSetupException(
                $"Without partitions for {today:yyyy-MM} these tables take no row: {string.Join(", ", shut)}. {Mend}");
        }

        if (await WithoutPartitionsAsync(today.AddDays(DaysInHand), today.AddMonths(1), cancellationToken) is { Count: > 0 } closing)
        {
            LogNextMissing(today.AddMonths(1), string.Join(", ", closing));
        }
    }

    /// <summary>What keeps this build from serving, or null. Scripts that it does not know are a newer build's and its own affair.</summary>
    internal static string? Fault(IReadOnlyList<MigrationScript> needed, IReadOnlyDictionary<string, string> applied)
    {
        var missing = needed.Where(script => !applied.ContainsKey(script.Name)).Select(script => script.Name).ToList();
        if (missing.Count > 0)
        {
            return applied.Count == 0
                ? NoSchema
                : $"The database's schema is older than this silo needs; it lacks {string.Join(", ", missing)}. {Mend}";
        }

        return needed.FirstOrDefault(script => applied[script.Name] != script.Checksum) is { } changed
            ? MigrationJournal.ChangedMessage(changed.Name, applied[changed.Name], changed.Checksum)
            : null;
    }

    private async Task<Dictionary<string, string>> AppliedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var may = new NpgsqlCommand(MayReadJournal, connection);
        Dictionary<string, string> applied = new(StringComparer.Ordinal);
        if (!(bool)(await may.ExecuteScalarAsync(cancellationToken))!)
        {
            return applied;
        }

        await using var read = new NpgsqlCommand(ReadJournal, connection);
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    /// <summary>A connection acts as its role from the start on, so the first thing that migrations would have made is missed here.</summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pool.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject)
        {
            throw new DatabaseSetupException(NoSchema, e);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseSetupException(
                $"The login of RelayKit__Postgres may not act as {DatabaseNames.AppRole}; 'RelayKit.Silo migrate' with the login of "
                + "RelayKit__PostgresMigrations admits it.",
                e);
        }
    }

    private async Task<List<string>> WithoutPartitionsAsync(DateOnly day, DateOnly month, CancellationToken cancellationToken)
    {
        await using var command = _pool.CreateCommand(TablesWithoutPartition);
        command.Parameters.Add(new() { Value = day });
        command.Parameters.Add(new() { Value = month });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> tables = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    [LoggerMessage(LogLevel.Warning, "No partitions yet for {Month} in {Tables}; run 'RelayKit.Silo migrate' before it begins, and at least monthly")]
    private partial void LogNextMissing(DateOnly month, string tables);
}
