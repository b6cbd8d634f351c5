using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace RelayKit.Ingress;

/// <summary>The ingresses that lead to a room; the key is that of the room's grain. Keeps nothing.</summary>
[Version(InterfaceVersions.Ingress)]
[Alias("RelayKit.IIngressesOfRoomGrain")]
public interface IIngressesOfRoomGrain : IGrainWithStringKey
{
    /// <summary>Lets each follow the room. Nobody waits for it: should it fail, the next look does it.</summary>
    [OneWay]
    [Alias("Follow")]
    Task FollowAsync();
}
