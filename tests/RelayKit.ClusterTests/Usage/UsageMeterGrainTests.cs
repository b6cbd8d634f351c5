using RelayKit.ClusterTests.Cluster;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.ClusterTests.Usage;

public sealed class UsageMeterGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_session_that_crosses_the_end_of_a_period_is_split_at_that_instant()
    {
        // Next month, so that its rows have a partition of their own.
        var monthEnd = new DateTimeOffset(cluster.Time.GetUtcNow().Year, cluster.Time.GetUtcNow().Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(2);
        var endMs = monthEnd.ToUnixTimeMilliseconds();
        cluster.Time.MoveTo(monthEnd.AddMinutes(-10));
        var key = await cluster.CreateRoomAsync();
        var life = RoomLife.At(endMs - 600_000);
        await cluster.Room(key).IngestAsync(life.Joined("PA_1", endMs - 600_000));
        await cluster.Room(key).IngestAsync(life.Joined("PA_2", endMs - 600_000));
        await cluster.Room(key).IngestAsync(life.Left("PA_2", endMs - 600_000, endMs - 540_000));
        await Eventually.EqualAsync(1, async () => (await ReadAsync()).Active.Sum());
        Assert.Equal(60_000, await BesidesTheOneStillThereAsync(endMs - 600_000));

        cluster.Time.MoveTo(monthEnd.AddMinutes(5));

        var after = await ReadAsync();
        Assert.Equal(endMs, after.Period.StartMs);
        Assert.Equal(1, after.Active.Sum());
        Assert.Equal(0, await BesidesTheOneStillThereAsync(endMs));
        await cluster.Room(key).IngestAsync(life.Left("PA_1", endMs - 600_000, endMs + 120_000));
        await Eventually.EqualAsync((0L, 120_000L), async () => ((await ReadAsync()).Active.Sum(), (await ReadAsync()).UsedMs.Sum()));

        Task<UsageReading> ReadAsync() => cluster.Meter(key).ReadAsync();

        async Task<long> BesidesTheOneStillThereAsync(long fromMs)
        {
            var reading = await ReadAsync();
            return reading.UsedMs.Sum() - (reading.AsOfMs - fromMs);
        }
    }

    [Fact]
    public async Task A_meter_that_is_told_to_look_again_reads_the_ledger()
    {
        var nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var key = await cluster.CreateRoomAsync();
        var life = RoomLife.At(nowMs);
        await cluster.Room(key).IngestAsync(life.Left("PA_1", nowMs, nowMs + 10_000));
        await Eventually.EqualAsync(10_000, () => UsedAsync(key));
        await cluster.Database.ScalarAsync<object>(
            "update participant_sessions set left_at_ms = joined_at_ms + 4000 where tenant_id = $1 returning 1", key.Tenant.Value);
        Assert.Equal(10_000, await UsedAsync(key));

        await cluster.Meter(key).InvalidateAsync();

        Assert.Equal(4_000, await UsedAsync(key));
    }

    [Fact]
    public async Task A_meter_that_wakes_again_reads_the_same()
    {
        var nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var key = await cluster.CreateRoomAsync();
        var (ended, open) = (RoomLife.At(nowMs), RoomLife.At(nowMs + 1));
        await cluster.Room(key).IngestAsync(ended.Joined("PA_1", nowMs));
        await cluster.Room(key).IngestAsync(ended.Finished(nowMs + 30_000));
        await cluster.Room(key).IngestAsync(open.Left("PA_2", nowMs + 1, nowMs + 20_001));
        await Eventually.EqualAsync(50_000, () => UsedAsync(key));

        await cluster.DeactivateAllAsync();

        Assert.Equal(50_000, await UsedAsync(key));
        Assert.Equal(1, (await cluster.Meter(key).ReadAsync()).ActiveSessions);
    }

    [Fact]
    public async Task A_leave_that_is_told_after_its_session_has_ended_confirms_what_was_presumed()
    {
        var nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var key = await cluster.CreateRoomAsync();
        var life = RoomLife.At(nowMs);
        await cluster.Room(key).IngestAsync(life.Joined("PA_1", nowMs));
        await cluster.Room(key).IngestAsync(life.Left("PA_2", nowMs, nowMs + 10_000));
        await cluster.Room(key).IngestAsync(life.Finished(nowMs + 30_000));
        await Eventually.EqualAsync((40_000L, 0L, 30_000L), FiguresAsync);
        await cluster.DeactivateAllAsync();
        Assert.Equal((40_000L, 0L, 30_000L), await FiguresAsync());

        // At the very instant that was presumed, so that nothing but the evidence changes.
        await cluster.Room(key).IngestAsync(life.Left("PA_1", nowMs, nowMs + 30_000));

        await Eventually.EqualAsync((40_000L, 0L, 0L), FiguresAsync);
        await cluster.DeactivateAllAsync();
        Assert.Equal((40_000L, 0L, 0L), await FiguresAsync());

        async Task<(long, long, long)> FiguresAsync()
        {
            var reading = await cluster.Meter(key).ReadAsync();
            return (reading.UsedMs.Sum(), reading.ReconciledMs!.Value.Sum(), reading.PresumedMs!.Value.Sum());
        }
    }

    private async Task<long> UsedAsync(RelayKit.Rooms.RoomKey key) => (await cluster.Meter(key).ReadAsync()).UsedMs.Sum();
}
