using Orleans.Runtime.Placement;

namespace RelayKit.Rooms;

/// <summary>Finds a room's home among the silos that understand the call that wakes it.</summary>
internal sealed class RoomPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(
            IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? RoomHome.Of(target.GrainIdentity, silos));
    }
}
