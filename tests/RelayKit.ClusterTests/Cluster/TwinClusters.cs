using RelayKit.Rooms;

namespace RelayKit.ClusterTests.Cluster;

/// <summary>
/// Two silos that know nothing of each other on one database: of each room two activations can live at once, as Orleans allows
/// for a moment around a silo's death, and here for as long as the test likes.
/// </summary>
public sealed class TwinClusters : IAsyncLifetime
{
    public ClusterFixture One { get; } = new();

    public ClusterFixture Other { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await One.InitializeAsync();
        Other = new ClusterFixture(One.Database);
        await Other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        if (Other is not null)
        {
            await Other.DisposeAsync();
        }

        await One.DisposeAsync();
    }

    /// <summary>A new room that is awake in both.</summary>
    public async Task<RoomKey> CreateRoomAsync()
    {
        var key = await One.CreateRoomAsync();
        Assert.True((await Other.Room(key).GetAsync()).IsSuccess);
        return key;
    }
}
