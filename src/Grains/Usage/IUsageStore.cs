using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Rooms;

namespace RelayKit.Usage;

/// <summary>Where a meter reads the ledger.</summary>
public interface IUsageStore
{
    /// <summary>Reads a tenant's period in one consistent look.</summary>
    /// <param name="key">Whose, and in which mode.</param>
    /// <param name="period">The period.</param>
    /// <param name="followEnded">Sessions that ended within this time are still given as lines of their own.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<MeterSnapshot> ReadMeterAsync(MeterKey key, UsagePeriod period, TimeSpan followEnded, CancellationToken cancellation);

    /// <summary>The rooms of a tenant in one mode that are live now; with a label, those where somebody is connected who has it.</summary>
    Task<ImmutableArray<RoomKey>> ListLiveRoomsAsync(MeterKey key, Label? label, CancellationToken cancellation);
}
