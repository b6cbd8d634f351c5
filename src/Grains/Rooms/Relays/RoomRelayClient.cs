using Orleans.Runtime.Services;

namespace RelayKit.Rooms.Relays;

/// <summary>Reaches the relays of the silos.</summary>
internal sealed class RoomRelayClient(IServiceProvider services) : GrainServiceClient<IRoomRelay>(services)
{
    public IRoomRelay On(SiloAddress silo) => GetGrainService(silo);
}
