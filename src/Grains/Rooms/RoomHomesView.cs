namespace RelayKit.Rooms;

/// <summary>Where rooms belong by one list of silos.</summary>
/// <param name="snapshot">The list; null before there is one.</param>
/// <param name="here">This silo.</param>
/// <param name="silos">The silos that take rooms.</param>
internal sealed class RoomHomesView(ClusterMembershipSnapshot? snapshot, SiloAddress here, SiloAddress[] silos)
{
    public ClusterMembershipSnapshot? Snapshot => snapshot;

    /// <summary>The silos that take rooms, but for this one.</summary>
    public IEnumerable<SiloAddress> Others => silos.Where(silo => !silo.Equals(here));

    /// <summary>The silo that a room belongs to; null when it is this one, or none is known.</summary>
    public SiloAddress? ElsewhereOf(GrainId room)
    {
        if (silos.Length == 0)
        {
            return null;
        }

        var home = RoomHome.Of(room, silos);
        return home.Equals(here) ? null : home;
    }
}
