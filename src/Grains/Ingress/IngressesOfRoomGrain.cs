using Microsoft.Extensions.Logging;
using RelayKit.Rooms;

namespace RelayKit.Ingress;

internal sealed partial class IngressesOfRoomGrain(IIngressStore store, GrainReferences<IIngressGrain> ingresses, ILogger<IngressesOfRoomGrain> logger)
    : Grain, IIngressesOfRoomGrain
{
    public async Task FollowAsync()
    {
        var room = RoomKey.Parse(this.GetPrimaryKeyString());
        try
        {
            var leading = await store.ListOfRoomAsync(room, CancellationToken.None);
            await Task.WhenAll(leading.Select(key => ingresses.Get(key.ToString()).FollowAsync(CancellationToken.None)));
        }
        catch (Exception fault)
        {
            LogFailed(fault, room);
        }

        DeactivateOnIdle();
    }

    [LoggerMessage(LogLevel.Warning, "Ingress of room {Room} could not follow it; the next look does")]
    private partial void LogFailed(Exception fault, RoomKey room);
}
