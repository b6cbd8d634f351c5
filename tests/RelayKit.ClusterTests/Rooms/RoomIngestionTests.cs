using RelayKit.ClusterTests.Cluster;
using RelayKit.Rooms;
using RelayKit.Testing.Histories;

namespace RelayKit.ClusterTests.Rooms;

public sealed class RoomIngestionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task Many_events_of_one_room_at_once_are_all_durable_and_each_counted_once()
    {
        const int participants = 300;
        var key = await cluster.CreateRoomAsync();
        var (room, life) = (cluster.Room(key), RoomLife.At(_nowMs));
        var sids = Enumerable.Range(0, participants).Select(i => $"PA_{i}").ToList();

        // Joins, leaves and repetitions, all of them under way together and in no order.
        var events = sids.SelectMany(sid => new[]
        {
            life.Joined(sid, _nowMs), life.Left(sid, _nowMs, _nowMs + 1_000), life.Joined(sid, _nowMs),
        }).ToArray();
        new Random(1).Shuffle(events);
        var outcomes = await Task.WhenAll(events.Select(room.IngestAsync));

        Assert.All(outcomes, outcome => Assert.True(outcome is IngestOutcome.Committed or IngestOutcome.NothingNew, $"{outcome}"));
        Assert.Equal(1, await CountAsync("sessions", key));
        Assert.Equal(participants, await CountAsync("participant_sessions", key));
        Assert.Equal(1 + (2 * participants), await CountAsync("events", key));
        Assert.Equal(participants * 1_000L, await UsedMsAsync(key));
    }

    [Fact]
    public async Task An_event_that_brings_nothing_new_says_so()
    {
        var room = cluster.Room(await cluster.CreateRoomAsync());
        var joined = RoomLife.At(_nowMs).Joined("PA_1", _nowMs);

        Assert.Equal(IngestOutcome.Committed, await room.IngestAsync(joined));
        Assert.Equal(IngestOutcome.NothingNew, await room.IngestAsync(joined));
    }

    [Theory]
    [InlineData(CommitFault.Lost)]
    [InlineData(CommitFault.WrittenUnheard)]
    public async Task After_a_commit_that_failed_the_room_reads_anew_and_the_repetition_is_durable(CommitFault fault)
    {
        var key = await cluster.CreateRoomAsync();
        var (room, life) = (cluster.Room(key), RoomLife.At(_nowMs));
        Assert.Equal(IngestOutcome.Committed, await room.IngestAsync(life.Joined("PA_1", _nowMs)));

        cluster.Ledger.FailNext(fault);
        Assert.Equal(IngestOutcome.Failed, await room.IngestAsync(life.Left("PA_1", _nowMs, _nowMs + 5_000)));

        // The sender comes again until it is told that all is durable, as LiveKit does after a 503.
        await Eventually.EqualAsync(true, async () => await room.IngestAsync(life.Left("PA_1", _nowMs, _nowMs + 5_000))
            is IngestOutcome.Committed or IngestOutcome.NothingNew);
        Assert.Equal(5_000, await UsedMsAsync(key));
        Assert.Equal(3, await CountAsync("events", key));
        Assert.Empty((await room.ListParticipantsAsync()).Value);
    }

    [Fact]
    public async Task A_room_that_wakes_again_knows_what_it_knew()
    {
        var key = await cluster.CreateRoomAsync();
        var (room, life) = (cluster.Room(key), RoomLife.At(_nowMs));
        await room.IngestAsync(life.Joined("PA_1", _nowMs));
        await room.IngestAsync(life.Joined("PA_2", _nowMs + 1));
        await room.IngestAsync(life.Left("PA_2", _nowMs + 1, _nowMs + 2_000));
        var (before, live) = ((await room.GetAsync()).Value!, (await room.ListParticipantsAsync()).Value.ToArray());

        await cluster.DeactivateAllAsync();

        Assert.Equal(before, (await room.GetAsync()).Value! with { CreatedAt = before.CreatedAt });
        Assert.Equal(live, (await room.ListParticipantsAsync()).Value.ToArray());
        Assert.Equal(IngestOutcome.NothingNew, await room.IngestAsync(life.Left("PA_2", _nowMs + 1, _nowMs + 2_000)));
    }

    [Fact]
    public async Task A_late_leave_of_an_ended_session_corrects_ledger_and_meter_after_the_room_has_slept()
    {
        var key = await cluster.CreateRoomAsync();
        var (room, life) = (cluster.Room(key), RoomLife.At(_nowMs));
        await room.IngestAsync(life.Joined("PA_1", _nowMs));
        await room.IngestAsync(life.Finished(_nowMs + 60_000));
        await MeteredAsync(60_000, key);
        await cluster.DeactivateAllAsync();
        await MeteredAsync(60_000, key);

        Assert.Equal(IngestOutcome.Committed, await room.IngestAsync(life.Left("PA_1", _nowMs, _nowMs + 40_000)));

        Assert.Equal(40_000, await UsedMsAsync(key));
        await MeteredAsync(40_000, key);
    }

    [Fact]
    public async Task An_event_of_a_room_that_nobody_created_is_of_no_use()
    {
        var room = cluster.Room((await cluster.CreateRoomAsync()) with { Name = "nobody" });

        Assert.Equal(IngestOutcome.UnknownRoom, await room.IngestAsync(RoomLife.At(_nowMs).Started()));
    }

    private Task MeteredAsync(long expectedMs, RoomKey key) =>
        Eventually.EqualAsync(expectedMs, async () => (await cluster.Meter(key).ReadAsync()).UsedMs.Sum());

    private Task<long> CountAsync(string table, RoomKey key) =>
        cluster.Database.ScalarAsync<long>($"select count(*) from {table} where tenant_id = $1", key.Tenant.Value);

    private Task<long> UsedMsAsync(RoomKey key) => cluster.Database.ScalarAsync<long>(
        "select sum(participant_ms)::bigint from usage_hourly where tenant_id = $1", key.Tenant.Value);
}
