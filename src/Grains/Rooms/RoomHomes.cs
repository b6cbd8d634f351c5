namespace RelayKit.Rooms;

/// <summary>Where rooms belong by the cluster as this silo knows it. Safe to use from many threads at once.</summary>
internal sealed class RoomHomes(IClusterMembershipService membership, ILocalSiloDetails local)
{
    private readonly Lock _gate = new();
    private volatile RoomHomesView _current = new(null, local.SiloAddress, []);

    /// <summary>The homes by the newest list of silos; the same object until that list changes.</summary>
    public RoomHomesView Current
    {
        get
        {
            var snapshot = membership.CurrentSnapshot;
            var current = _current;
            if (ReferenceEquals(current.Snapshot, snapshot))
            {
                return current;
            }

            lock (_gate)
            {
                if (!ReferenceEquals(_current.Snapshot, snapshot))
                {
                    _current = new RoomHomesView(
                        snapshot,
                        local.SiloAddress,
                        [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)]);
                }

                return _current;
            }
        }
    }
}
