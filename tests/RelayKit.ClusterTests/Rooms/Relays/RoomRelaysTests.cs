using RelayKit.ClusterTests.Cluster;
using RelayKit.Rooms;
using RelayKit.Rooms.Relays;
using RelayKit.Testing.Histories;

namespace RelayKit.ClusterTests.Rooms.Relays;

public sealed class TwoSilosFixture() : ClusterFixture([], silos: 2);

/// <summary>Events that arrive on one silo for rooms that live on both.</summary>
public sealed class RoomRelaysTests(TwoSilosFixture cluster) : IClassFixture<TwoSilosFixture>
{
    private const int Rooms = 24;
    private const int Joins = 10;

    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task What_belongs_to_the_other_silo_is_sent_there_and_durable_and_what_belongs_here_is_not_sent()
    {
        var relays = cluster.OnSilo<IRoomRelays>(0);
        var keys = new List<RoomKey>();
        for (var i = 0; i < Rooms; i++)
        {
            keys.Add(await cluster.CreateRoomAsync());
        }

        var relayed = 0;
        await Task.WhenAll(keys.Select(async key =>
        {
            var (room, life) = (cluster.Room(key), RoomLife.At(_nowMs));
            foreach (var joined in Enumerable.Range(0, Joins).Select(i => life.Joined($"PA_{i}", _nowMs + i)))
            {
                if (relays.TrySend(room, joined) is { } sent)
                {
                    Interlocked.Increment(ref relayed);
                    await TakenInAsync(sent, room, joined);
                    Assert.Equal(IngestOutcome.NothingNew, await room.IngestAsync(joined));
                }
                else
                {
                    Assert.Equal(IngestOutcome.Committed, await room.IngestAsync(joined));
                }
            }

            Assert.Equal(Joins, (await room.ListParticipantsAsync()).Value.Length);
        }));

        // One room in 2^23 times would all of them live on one side.
        Assert.InRange(relayed, Joins, (Rooms - 1) * Joins);
        Assert.Equal(0, relayed % Joins);
        Assert.Equal(relayed / Joins, await cluster.CountRoomsOnSiloAsync(1));
    }

    [Fact]
    public async Task Both_silos_agree_on_who_sends_what()
    {
        for (var i = 0; i < Rooms; i++)
        {
            var key = await cluster.CreateRoomAsync();
            var joined = RoomLife.At(_nowMs).Joined("PA_1", _nowMs);

            var sent = Enumerable.Range(0, 2).Select(silo => cluster.OnSilo<IRoomRelays>(silo).TrySend(cluster.Room(key), joined)).ToList();

            await TakenInAsync(Assert.Single(sent, one => one is not null)!, cluster.Room(key), joined);
        }
    }

    /// <summary>On a machine that is busy, with code that has never run, the relay may have no answer in time; then the room has.</summary>
    private static async Task TakenInAsync(Task<IngestOutcome?> sent, IRoomGrain room, RoomEvent joined)
    {
        var outcome = await sent ?? await room.IngestAsync(joined);
        Assert.True(outcome is IngestOutcome.Committed or IngestOutcome.NothingNew, $"{outcome}");
    }
}
