using CsCheck;
using Orleans.Storage;
using RelayKit.ClusterTests.Cluster;
using RelayKit.Rooms;
using RelayKit.Storage.Audit;
using RelayKit.Testing.Histories;

namespace RelayKit.ClusterTests.Rooms;

/// <summary>Two activations of one room at once, each told the same in another order: one ledger comes of it, and the true one.</summary>
public sealed class TwoActivationsTests(TwinClusters twins) : IClassFixture<TwinClusters>
{
    private const int Histories = 25;
    private const int MostAttempts = 50;

    private static readonly Gen<(History History, RoomEvent[] Arriving)> Told =
        from history in History.Gen(1)
        from arriving in Delivery.Of(history.Told)
        select (history, arriving);

    [Fact]
    public async Task Opposite_orders_end_in_one_ledger_that_is_true()
    {
        // After everything that the histories tell, in the month that most of them reach into.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(History.AroundMs).AddHours(11);
        twins.One.Time.MoveTo(now);
        twins.Other.Time.MoveTo(now);

        await Told.SampleAsync(ComparedWithTheModelAsync, iter: Histories, threads: 1);
    }

    [Fact]
    public async Task A_join_that_comes_late_to_the_one_is_held_to_the_end_that_the_other_wrote()
    {
        var nowMs = twins.One.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var key = await twins.CreateRoomAsync();
        var (one, other, life) = (twins.One.Room(key), twins.Other.Room(key), RoomLife.At(nowMs));
        Assert.Equal(IngestOutcome.Committed, await one.IngestAsync(life.Joined("PA_1", nowMs)));
        Assert.Equal(IngestOutcome.Committed, await other.IngestAsync(life.Joined("PA_2", nowMs + 1_000)));
        Assert.Equal(IngestOutcome.Committed, await one.IngestAsync(life.Finished(nowMs + 60_000)));

        // The other still takes the session to be open. The ledger knows better, and the sender comes again.
        Assert.Equal(IngestOutcome.Failed, await other.IngestAsync(life.Joined("PA_3", nowMs + 30_000)));
        await UntilDurableAsync(other, life.Joined("PA_3", nowMs + 30_000));

        Assert.Equal(
            [("PA_1", 60_000), ("PA_2", 59_000), ("PA_3", 30_000)], await StaysAsync(key));
        await TheMetersAgreeAsync(key, 149_000);
    }

    [Fact]
    public async Task A_room_that_the_other_has_changed_is_not_written_over_and_the_next_call_knows()
    {
        var key = await twins.CreateRoomAsync();
        var (one, other) = (twins.One.Room(key), twins.Other.Room(key));
        Assert.True((await one.DeleteAsync(twins.One.Time.GetUtcNow(), CancellationToken.None)).IsSuccess);
        Assert.True((await one.CreateAsync(new RoomSettings(), CancellationToken.None)).IsSuccess);

        // The other still takes the room's first generation to be the one that lives.
        await Assert.ThrowsAsync<InconsistentStateException>(() => other.DeleteAsync(twins.Other.Time.GetUtcNow(), CancellationToken.None));

        Assert.Equal(2, (await other.GetAsync()).Value!.LiveKitName.Generation);
        Assert.Equal(2, (await other.DeleteAsync(twins.Other.Time.GetUtcNow(), CancellationToken.None)).Value!.LiveKitName.Generation);
    }

    private async Task ComparedWithTheModelAsync((History History, RoomEvent[] Arriving) told)
    {
        var key = await twins.CreateRoomAsync();
        await Task.WhenAll(
            TellAsync(twins.One.Room(key), told.Arriving), TellAsync(twins.Other.Room(key), told.Arriving.Reverse()));

        var truth = told.History.Truth
            .Select(stay => (stay.Sid, stay.JoinedMs, End: stay.EndMs is { } end ? Math.Max(end, stay.JoinedMs) : (long?)null));
        var kept = await twins.One.Database.QueryAsync(
            "select livekit_sid, joined_at_ms, ended_at_ms from participant_sessions where tenant_id = $1",
            row => (row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? (long?)null : row.GetInt64(2)),
            key.Tenant.Value);
        Assert.Equal(truth.Order(), kept.Order());
        await using var audit = new LedgerAudit(twins.One.Database.ConnectionString);
        await foreach (var finding in audit.CheckAsync(key.Tenant, CancellationToken.None))
        {
            Assert.Fail($"{finding}");
        }

        foreach (var cluster in new[] { twins.One, twins.Other })
        {
            await cluster.Meter(key).InvalidateAsync();
            var reading = await cluster.Meter(key).ReadAsync();
            Assert.Equal(told.History.Truth.Sum(stay => stay.Within(reading.Period.StartMs, reading.AsOfMs)), reading.UsedMs.Sum());
        }
    }

    private static async Task TellAsync(IRoomGrain room, IEnumerable<RoomEvent> events)
    {
        foreach (var told in events)
        {
            await UntilDurableAsync(room, told);
        }
    }

    /// <summary>As LiveKit does: again, until the answer is a 200.</summary>
    private static async Task UntilDurableAsync(IRoomGrain room, RoomEvent told)
    {
        for (var attempt = 0; await room.IngestAsync(told) is IngestOutcome.Failed or IngestOutcome.Overloaded; attempt++)
        {
            Assert.True(attempt < MostAttempts, $"{told} becomes durable");
        }
    }

    private Task<List<(string Sid, int Ms)>> StaysAsync(RoomKey key) => twins.One.Database.QueryAsync(
        "select livekit_sid, (ended_at_ms - joined_at_ms)::int from participant_sessions where tenant_id = $1 order by 1",
        row => (row.GetString(0), row.GetInt32(1)),
        key.Tenant.Value);

    private async Task TheMetersAgreeAsync(RoomKey key, long expectedMs)
    {
        foreach (var cluster in new[] { twins.One, twins.Other })
        {
            await cluster.Meter(key).InvalidateAsync();
            Assert.Equal(expectedMs, (await cluster.Meter(key).ReadAsync()).UsedMs.Sum());
        }
    }
}
