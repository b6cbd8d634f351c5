using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

public sealed class PartitionMaintenanceTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await Sql.ExecuteAsync(
            _postgres.ConnectionString,
            """
            set role relaykit_owner;
            set search_path = relaykit;
            create table by_id (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id)) partition by range (id);
            create table by_time (tenant_id uuid not null, at timestamptz not null) partition by range (at);
            create table by_number (tenant_id uuid not null, n integer not null) partition by range (n);
            alter table by_id enable row level security, force row level security;
            alter table by_time enable row level security, force row level security;
            alter table by_number enable row level security, force row level security;
            """);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task Start_makes_last_month_to_two_months_ahead_for_every_table_keyed_by_uuid_or_time()
    {
        await EnsureAsync(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));

        Assert.Equal(
            "by_id_y2026m10,by_id_y2026m11,by_id_y2026m12,by_id_y2027m01",
            await PartitionsAsync("by_id"));
        Assert.Equal((await PartitionsAsync("by_id")).Replace("by_id", "by_time", StringComparison.Ordinal), await PartitionsAsync("by_time"));
        Assert.Equal(string.Empty, await PartitionsAsync("by_number"));
        await new RoleSelfCheck(_postgres.Sources).VerifyAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_second_round_changes_nothing_and_a_month_later_adds_one()
    {
        await EnsureAsync(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
        var first = await PartitionsAsync("by_time");
        await EnsureAsync(DateTimeOffset.Parse("2026-11-30T23:59:59Z", null));
        Assert.Equal(first, await PartitionsAsync("by_time"));

        await EnsureAsync(DateTimeOffset.Parse("2026-12-01T00:00:00Z", null));
        Assert.Equal($"{first},by_time_y2027m02", await PartitionsAsync("by_time"));
    }

    [Fact]
    public async Task Processes_that_start_at_once_do_not_stand_in_each_others_way()
    {
        var now = DateTimeOffset.Parse("2026-11-23T12:00:00Z", null);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EnsureAsync(now)));

        Assert.Equal(4, (await PartitionsAsync("by_id")).Split(',').Length);
    }

    [Fact]
    public async Task A_host_that_starts_has_its_partitions_and_stops_cleanly()
    {
        using var maintenance = NewMaintenance(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));

        await maintenance.StartAsync(CancellationToken.None);
        Assert.Equal(4, (await PartitionsAsync("by_id")).Split(',').Length);
        await maintenance.StopAsync(CancellationToken.None);

        Assert.True(maintenance.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_host_that_runs_into_a_new_month_gets_its_next_partition()
    {
        var time = new TimerSignal(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
        var log = new LogSignal<PartitionMaintenance>();
        using var maintenance = new PartitionMaintenance(
            new PostgresOptions { ConnectionString = _postgres.ConnectionString }, time, log);
        await maintenance.StartAsync(CancellationToken.None);
        await time.TimerCreated;

        log.Expect("Created 1 monthly partitions of by_time");
        time.Advance(TimeSpan.FromDays(8));
        await log.Seen.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.EndsWith("by_time_y2027m02", await PartitionsAsync("by_time"), StringComparison.Ordinal);
        await maintenance.StopAsync(CancellationToken.None);
    }

    private async Task EnsureAsync(DateTimeOffset now)
    {
        using var maintenance = NewMaintenance(now);
        await maintenance.EnsureAsync(CancellationToken.None);
    }

    private PartitionMaintenance NewMaintenance(DateTimeOffset now) =>
        new(
            new PostgresOptions { ConnectionString = _postgres.ConnectionString },
            new FakeTimeProvider(now),
            NullLogger<PartitionMaintenance>.Instance);

    private Task<string> PartitionsAsync(string table) =>
        Sql.ScalarAsync<string>(
            _postgres.ConnectionString,
            $"select coalesce(string_agg(c.relname, ',' order by c.relname), '') from pg_inherits i join pg_class c on c.oid = i.inhrelid "
            + $"where i.inhparent = 'relaykit.{table}'::regclass");
}
