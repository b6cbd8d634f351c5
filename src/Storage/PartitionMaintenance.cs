using Microsoft.Extensions.Logging;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// Keeps partitions ahead of the clock, at start and daily: monthly ones from last month to two months from now, daily ones from the day before
/// yesterday to ten weeks from now. Which tables are partitioned, and whether by UUIDv7 or by time, is read from the catalogue, and how long a
/// time each partition has from <c>partition_period_of</c> (0019_request_logs.sql), so a new table needs no line here.
/// </summary>
internal sealed partial class PartitionMaintenance(
    PostgresOptions options, TimeProvider time, ILogger<PartitionMaintenance> logger) : PeriodicWork(Period, time)
{
    internal const int MonthsBack = 1;
    internal const int MonthsAhead = 2;
    internal const int DaysBack = 2;
    internal const int DaysAhead = 70;
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    private const string EnsureAll = """
        select c.relname::text, partition_period_of(c.relname), case partition_period_of(c.relname)
            when 'day' then ensure_daily_partitions(c.oid, case a.atttypid when 'uuid'::regtype then 'uuid' else 'time' end, $3, $4)
            else ensure_partitions(c.oid, case a.atttypid when 'uuid'::regtype then 'uuid' else 'time' end, $1, $2) end
        from pg_partitioned_table p
        join pg_class c on c.oid = p.partrelid and c.relnamespace = 'relaykit'::regnamespace and not c.relispartition
        join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
        where p.partstrat = 'r' and p.partnatts = 1 and a.atttypid in ('uuid'::regtype, 'timestamptz'::regtype)
        order by c.relname
        """;

    /// <summary>The first round is part of the start: without its partitions a table takes no row, so serving would be in vain.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>One round. Idempotent, and safe while other processes do the same.</summary>
    internal async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
        var settings = RoleConnectionString.For(options.EffectiveMigrationsConnectionString, DatabaseNames.OwnerRole);
        settings.Pooling = false; // One connection a day.
        settings.ApplicationName = "relaykit partitions";
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(EnsureAll, connection)
        {
            Parameters =
            {
                new() { Value = today.AddMonths(-MonthsBack) },
                new() { Value = today.AddMonths(MonthsAhead) },
                new() { Value = today.AddDays(-DaysBack) },
                new() { Value = today.AddDays(DaysAhead) },
            },
        };
        List<(string Table, string Period, int Count)> created = [];
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                created.Add((reader.GetString(0), reader.GetString(1) == "day" ? "daily" : "monthly", reader.GetInt32(2)));
            }
        }
        // Only now is it committed.
        foreach (var (table, period, count) in created.Where(static c => c.Count > 0))
        {
            LogCreated(count, period, table);
        }
    }

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            await EnsureAsync(stopping);
        }
        catch (NpgsqlException e)
        {
            // There are months in hand and tomorrow is another round; a database that is away for a moment must not end the host.
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Information, "Created {Count} {Period} partitions of {Table}")]
    private partial void LogCreated(int count, string period, string table);

    [LoggerMessage(LogLevel.Error, "Partitions could not be checked; the next try is in a day")]
    private partial void LogFailed(Exception exception);
}
