using Microsoft.Extensions.Logging;

namespace RelayKit.Rooms.Relays;

/// <summary>
/// A feed to each of the other silos, for as long as it is one of the cluster's. Which silo an event goes to is read from the list of
/// silos; where that is wrong for a moment, the relay there calls the room where it is.
/// </summary>
internal sealed class RoomRelays(RoomHomes homes, RoomRelayClient relays, ILogger<RoomRelays> logger) : IRoomRelays
{
    private readonly Lock _gate = new();
    private volatile Feeds _feeds = new(null, []);

    public Task<IngestOutcome?>? TrySend(IRoomGrain room, RoomEvent roomEvent)
    {
        var current = homes.Current;
        var id = room.GetGrainId();
        return current.ElsewhereOf(id) is { } home
            ? FeedsBy(current).BySilo[home].Send(new RelayedEvent(id.Key.ToString()!, roomEvent))
            : null;
    }

    private Feeds FeedsBy(RoomHomesView current)
    {
        var feeds = _feeds;
        if (ReferenceEquals(feeds.Homes, current))
        {
            return feeds;
        }

        lock (_gate)
        {
            // Of two callers with different lists each gets the feeds of its own; the list that comes last stays.
            return ReferenceEquals(_feeds.Homes, current)
                ? _feeds
                : _feeds = new Feeds(
                    current,
                    current.Others.ToDictionary(silo => silo, silo => _feeds.BySilo.GetValueOrDefault(silo) ?? new RoomFeed(silo, relays.On, logger)));
        }
    }

    private sealed record Feeds(RoomHomesView? Homes, Dictionary<SiloAddress, RoomFeed> BySilo);
}
