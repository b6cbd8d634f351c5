using System.Collections.Immutable;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Watching;

/// <summary>Finds what has to be awake, across all tenants.</summary>
public interface IWatchStore
{
    /// <summary>Rooms with rules, or to be deleted, in which a session goes on; and meters of live mode with sessions that go on.</summary>
    Task<WatchList> ListAsync(CancellationToken cancellation);
}

/// <summary>What has to be awake.</summary>
/// <param name="Rooms">The rooms.</param>
/// <param name="Meters">The meters.</param>
public sealed record WatchList(ImmutableArray<RoomKey> Rooms, ImmutableArray<MeterKey> Meters);
