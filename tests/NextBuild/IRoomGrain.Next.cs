namespace RelayKit.Rooms;

public partial interface IRoomGrain
{
    /// <summary>A method that the release before does not have.</summary>
    [Alias("CountSessions")]
    Task<int> CountSessionsAsync();
}

internal sealed partial class RoomGrain
{
    public Task<int> CountSessionsAsync() => Task.FromResult(_sessions.Known.Count);
}
