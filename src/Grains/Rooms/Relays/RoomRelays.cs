using Microsoft.Extensions.Logging;

namespace RelayKit.Rooms.Relays;

/// <summary>
/// A feed to each of the other silos, for as long as it is one of the cluster's. Which silo an event goes to is read from the list of
/// silos; where that is wrong for a moment, the relay there calls the room where it is.
/// </summary>
internal sealed class RoomRelays(
    IClusterMembershipService membership, ILocalSiloDetails local, RoomRelayClient relays, ILogger<RoomRelays> logger) : IRoomRelays
{
    private readonly Lock _gate = new();
    private volatile Cluster _cluster = new(null, [], []);

    public Task<IngestOutcome?>? TrySend(IRoomGrain room, RoomEvent roomEvent)
    {
        var cluster = Current();
        if (cluster.Feeds.Count == 0)
        {
            return null;
        }

        var id = room.GetGrainId();
        return cluster.Feeds.TryGetValue(RoomHome.Of(id, cluster.Silos), out var feed)
            ? feed.Send(new RelayedEvent(id.Key.ToString()!, roomEvent))
            : null;
    }

    private Cluster Current()
    {
        var snapshot = membership.CurrentSnapshot;
        var cluster = _cluster;
        if (ReferenceEquals(cluster.Snapshot, snapshot))
        {
            return cluster;
        }

        lock (_gate)
        {
            if (!ReferenceEquals(_cluster.Snapshot, snapshot))
            {
                var silos = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).ToArray();
                var feeds = silos.Where(silo => !silo.Equals(local.SiloAddress)).ToDictionary(
                    silo => silo, silo => _cluster.Feeds.GetValueOrDefault(silo) ?? new RoomFeed(silo, relays.On, logger));
                _cluster = new Cluster(snapshot, silos, feeds);
            }

            return _cluster;
        }
    }

    private sealed record Cluster(ClusterMembershipSnapshot? Snapshot, SiloAddress[] Silos, Dictionary<SiloAddress, RoomFeed> Feeds);
}
