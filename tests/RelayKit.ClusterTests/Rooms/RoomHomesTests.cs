using RelayKit.ClusterTests.Cluster;
using RelayKit.Rooms;
using RelayKit.Testing.Histories;

namespace RelayKit.ClusterTests.Rooms;

/// <summary>Rooms that are awake when a silo joins.</summary>
public sealed class RoomHomesTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const int Rooms = 40;

    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task Those_that_belong_to_it_move_there_with_their_next_event_and_nothing_is_lost()
    {
        var rooms = new List<(IRoomGrain Room, RoomLife Life)>();
        for (var i = 0; i < Rooms; i++)
        {
            rooms.Add((cluster.Room(await cluster.CreateRoomAsync()), RoomLife.At(_nowMs)));
        }

        await TellAllAsync(rooms, life => life.Joined("PA_1", _nowMs));
        Assert.Equal(Rooms, await cluster.CountRoomsOnSiloAsync(0));

        await cluster.AddSiloAsync();
        await TellAllAsync(rooms, life => life.Joined("PA_2", _nowMs));

        await Eventually.EqualAsync(true, async () =>
        {
            await TellAllAsync(rooms, life => life.Joined($"PA_{Guid.NewGuid():N}", _nowMs));
            var moved = await cluster.CountRoomsOnSiloAsync(1);
            return moved > 0 && moved + await cluster.CountRoomsOnSiloAsync(0) == Rooms;
        });

        // Once in 2^39 all of them belong to one silo.
        Assert.InRange(await cluster.CountRoomsOnSiloAsync(1), 1, Rooms - 1);
        foreach (var (room, _) in rooms)
        {
            var live = (await room.ListParticipantsAsync()).Value;
            Assert.Contains(live, who => who.LiveKitSid == "PA_1");
            Assert.Contains(live, who => who.LiveKitSid == "PA_2");
        }
    }

    private static Task TellAllAsync(List<(IRoomGrain Room, RoomLife Life)> rooms, Func<RoomLife, RoomEvent> what) =>
        Task.WhenAll(rooms.Select(async one => Assert.Equal(IngestOutcome.Committed, await one.Room.IngestAsync(what(one.Life)))));
}
