using System.Collections.Immutable;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RelayKit.Bandwidth;
using RelayKit.Storage;
using RelayKit.Storage.Bandwidth;
using RelayKit.StorageTests.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.StorageTests.Bandwidth;

[Collection(PostgresGroup.Name)]
public sealed class PostgresBandwidthStoreTests(PostgresFixture postgres)
{
    private const int HistoriesPerRun = 40;
    private const long HourMs = UsageHistory.HourMs;

    private static readonly Gen<(UsageHistory History, long FromMs, long ToMs)> Run =
        from history in UsageHistory.Gen
        from fromMs in Gen.Long[UsageHistory.StartMs, UsageHistory.StartMs + (60 * HourMs)]
        from lastsMs in Gen.OneOf(Gen.Long[1, 60_000], Gen.Long[1, 20 * HourMs])
        select (history, fromMs, fromMs + lastsMs);

    private PostgresBandwidthStore Store => new(postgres.Sources, new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(UsageHistory.EndMs)));

    [Fact]
    public Task Times_are_what_the_stays_clipped_to_each_hour_come_to() => Run.SampleAsync(
        async run =>
        {
            var (tenant, cluster) = (new TenantId(Guid.CreateVersion7()), $"cluster-{Guid.NewGuid():n}");
            await run.History.WriteAsync(postgres.Sources, tenant, Mode.Test);
            await RecordEndsAtOnceAsync(tenant);
            foreach (var room in run.History.Stays.Select(static stay => stay.Room).Distinct())
            {
                // One of the rooms lives elsewhere.
                await PlaceRoomAsync(tenant, room, room == "lobby" ? "elsewhere" : cluster);
            }

            var times = await Store.ReadTimesAsync(cluster, run.FromMs, run.ToMs, CancellationToken.None);

            Assert.Equal(Due(run, tenant), times.OrderBy(static time => time.HourMs));
        },
        iter: Math.Max(1, HistoryCount.Value / HistoriesPerRun),
        threads: 1);

    [Fact]
    public async Task A_measurement_is_added_once_whoever_else_makes_it()
    {
        var (key, cluster) = (new MeterKey(new TenantId(Guid.CreateVersion7()), Mode.Live), $"cluster-{Guid.NewGuid():n}");
        var (store, hour) = (Store, UsageHistory.StartMs);
        var first = new TrafficMark(hour, [new NodeMark("ND_a", 1, 2, hour)]);
        var second = new TrafficMark(hour + 60_000, [new NodeMark("ND_a", 101, 202, hour + 60_000)]);
        ImmutableArray<BandwidthShare> shares = [new BandwidthShare(key, hour, new Traffic(100, 200)), new BandwidthShare(key, hour + HourMs, new Traffic(1, 2))];

        Assert.Null(await store.ReadMarkAsync(cluster, CancellationToken.None));
        Assert.True(await store.AddAsync(cluster, null, first, [], CancellationToken.None));
        Assert.False(await store.AddAsync(cluster, null, second, shares, CancellationToken.None));
        Assert.Null(await ReadAsync(key));
        Assert.True(await store.AddAsync(cluster, first, second, shares, CancellationToken.None));
        Assert.False(await store.AddAsync(cluster, first, second, shares, CancellationToken.None));

        var mark = await store.ReadMarkAsync(cluster, CancellationToken.None);
        Assert.Equal((second.AtMs, second.Nodes.Single()), (mark!.AtMs, mark.Nodes.Single()));
        Assert.Equal(new TenantBandwidth(new Traffic(101, 202), second.AtMs), await ReadAsync(key));
    }

    [Fact]
    public async Task A_tenant_reads_its_own_by_period_and_by_bucket_and_nobody_elses()
    {
        var (ours, theirs) = (new MeterKey(new TenantId(Guid.CreateVersion7()), Mode.Live), new MeterKey(new TenantId(Guid.CreateVersion7()), Mode.Live));
        var (cluster, hour) = ($"cluster-{Guid.NewGuid():n}", UsageHistory.StartMs);
        var december = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        await Store.AddAsync(
            cluster,
            null,
            new TrafficMark(december, []),
            [
                new BandwidthShare(ours, hour, new Traffic(1, 2)),
                new BandwidthShare(ours, hour + HourMs, new Traffic(10, 20)),
                new BandwidthShare(ours, december, new Traffic(100, 200)),
                new BandwidthShare(ours with { Mode = Mode.Test }, hour, new Traffic(1_000, 2_000)),
                new BandwidthShare(theirs, hour, new Traffic(5, 5)),
            ],
            CancellationToken.None);

        var byHour = await Store.ReadSeriesAsync(ours, new UsageBuckets(hour, hour + (2 * HourMs), UsageGranularity.Hour), CancellationToken.None);
        var byDay = await Store.ReadSeriesAsync(ours, new UsageBuckets(hour, december + HourMs, UsageGranularity.Day), CancellationToken.None);

        Assert.Equal(new TenantBandwidth(new Traffic(11, 22), december), await ReadAsync(ours));
        Assert.Equal(new TenantBandwidth(new Traffic(5, 5), december), await ReadAsync(theirs));
        Assert.Equal([(hour, new Traffic(1, 2)), (hour + HourMs, new Traffic(10, 20))], Sorted(byHour));
        Assert.Equal([(hour, new Traffic(11, 22)), (december, new Traffic(100, 200))], Sorted(byDay));
    }

    private static IEnumerable<ParticipantTime> Due((UsageHistory History, long FromMs, long ToMs) run, TenantId tenant)
    {
        for (var hour = run.FromMs / HourMs * HourMs; hour < run.ToMs; hour += HourMs)
        {
            var ms = run.History.Stays.Where(static stay => stay.Room != "lobby")
                .Sum(stay => stay.Within(Math.Max(hour, run.FromMs), Math.Min(hour + HourMs, run.ToMs), run.ToMs));
            if (ms > 0)
            {
                yield return new ParticipantTime(new MeterKey(tenant, Mode.Test), hour, ms);
            }
        }
    }

    private static IEnumerable<(long HourMs, Traffic Traffic)> Sorted(IReadOnlyDictionary<long, Traffic> series) =>
        series.Select(static bucket => (bucket.Key, bucket.Value)).OrderBy(static bucket => bucket.Key);

    private Task<TenantBandwidth?> ReadAsync(MeterKey key) =>
        Store.ReadAsync(key, UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(UsageHistory.StartMs)), CancellationToken.None);

    /// <summary>The histories lie in a time that the database's own clock has not reached.</summary>
    private async Task RecordEndsAtOnceAsync(TenantId tenant)
    {
        await using var update = postgres.Sources.Jobs.CreateCommand(
            "update sessions set end_recorded_at = to_timestamp(ended_at_ms / 1000.0) where tenant_id = $1 and ended_at_ms is not null");
        update.Parameters.AddWithValue(tenant.Value);
        await update.ExecuteNonQueryAsync();
    }

    private async Task PlaceRoomAsync(TenantId tenant, string room, string cluster)
    {
        await using var batch = postgres.Sources.App.CreateTenantBatch(tenant);
        var insert = new NpgsqlBatchCommand(
            "insert into rooms (tenant_id, mode, name, generation, livekit_cluster, created_at, version) values ($1, 't', $2, 1, $3, now(), 1)");
        insert.Parameters.AddWithValue(tenant.Value);
        insert.Parameters.AddWithValue(room);
        insert.Parameters.AddWithValue(cluster);
        batch.BatchCommands.Add(insert);
        await batch.ExecuteNonQueryAsync();
    }
}
