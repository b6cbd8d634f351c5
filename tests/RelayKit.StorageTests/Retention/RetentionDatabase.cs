using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RelayKit.Retention;
using RelayKit.Storage;
using RelayKit.Storage.Retention;
using RelayKit.Storage.Webhooks;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Retention;

/// <summary>A database with the partitions of the test's months, and the product's own steps and runner on a clock that is moved.</summary>
internal sealed class RetentionDatabase(PostgresFixture postgres, OtherDate time)
{
    public DueRows Rows { get; } = new(postgres.Sources, time);

    public PartitionOwner Owner { get; } = new(new PostgresOptions { ConnectionString = postgres.ConnectionString });

    public PartitionDrop Drop => new(Owner, Time, NullLogger<PartitionDrop>.Instance);

    public PostgresRetentionRunStore Runs { get; } = new(postgres.Sources);

    public OtherDate Time { get; } = time;

    /// <summary>As a silo starts in each of the months.</summary>
    public Task EnsureMonthsAsync(string from, string to) => AsOwnerAsync(
        $"""
        select ensure_partitions(c.oid, case a.atttypid when 'uuid'::regtype then 'uuid' else 'time' end, '{from}', '{to}')
        from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
        where partition_period_of(c.relname) = 'month'
        """);

    public Task EnsureDaysAsync(string table, string from, string to) =>
        AsOwnerAsync($"select ensure_daily_partitions('{table}', 'uuid', '{from}', '{to}')");

    public async Task<IReadOnlyList<string>> PartitionsAsync(string table) => (await Sql.ScalarAsync<string>(
        postgres.ConnectionString,
        $"select string_agg(c.relname, ',' order by c.relname) from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'relaykit.{table}'::regclass"))
        .Split(',');

    /// <summary>The steps of a silo, with the login of migrations or without.</summary>
    public ImmutableArray<IRetentionStep> Steps(bool ownsPartitions)
    {
        var retained = new RetainedRows(Rows, ownsPartitions ? Drop : null);
        return
        [
            new RequestLogRetention(retained),
            new WebhookRetention(retained),
            new UsageRetention(retained, new SessionRemoval(Rows, retained), new EventRemoval(Rows, retained)),
            new SpentRetention(Rows),
        ];
    }

    public RetentionRunner Runner(params IEnumerable<IRetentionStep> steps) =>
        new(Runs, steps, Options.Create(new RetentionOptions { ClockTolerance = TimeSpan.FromDays(36_500) }), Time, NullLogger<RetentionRunner>.Instance);

    private Task AsOwnerAsync(string sql) => Sql.ExecuteAsync(postgres.ConnectionString, $"set role relaykit_owner; set search_path = relaykit; {sql}");
}
