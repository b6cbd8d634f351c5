using RelayKit.ClusterTests.Cluster;
using RelayKit.Rooms;

namespace RelayKit.ClusterTests.Rooms;

/// <summary>A deletion whose answer was lost is asked for again, by the same request or by the caller.</summary>
public sealed class RoomDeletionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task The_same_request_made_again_succeeds_and_a_later_one_finds_no_room()
    {
        var room = cluster.Room(await cluster.CreateRoomAsync());
        var askedAt = cluster.Time.GetUtcNow();

        var first = await room.DeleteAsync(askedAt, CancellationToken.None);
        var again = await room.DeleteAsync(askedAt, CancellationToken.None);
        await cluster.DeactivateAllAsync();
        var onceMore = await room.DeleteAsync(askedAt, CancellationToken.None);
        var later = await room.DeleteAsync(cluster.Time.GetUtcNow(), CancellationToken.None);

        Assert.All([first, again, onceMore], deleted => Assert.Equal(
            (RoomStatus.Closed, 1), (deleted.Value!.Status, deleted.Value.LiveKitName.Generation)));
        Assert.Equal(ErrorCode.RoomNotFound, later.Error!.Code);
    }
}
