using System.Collections.Frozen;
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
    /// <param name="watched">The labels whose lines are given as well.</param>
    /// <param name="followEnded">Sessions that ended within this time are still given as lines of their own.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<MeterSnapshot> ReadMeterAsync(
        MeterKey key, UsagePeriod period, FrozenSet<Label> watched, TimeSpan followEnded, CancellationToken cancellation);

    /// <summary>Reads what whoever has a label has used in a period, watched or not, up to an instant not before any that is known.</summary>
    Task<UsageReading> ReadLabelAsync(MeterKey key, UsagePeriod period, Label label, long nowMs, CancellationToken cancellation);

    /// <summary>The rooms of a tenant in one mode that are live now; with a label, those that have it, and those where somebody is connected who has it.</summary>
    Task<ImmutableArray<RoomKey>> ListLiveRoomsAsync(MeterKey key, Label? label, CancellationToken cancellation);

    /// <summary>Who of those who are connected joined last, agents and recorders not counted; with a label, of those who have it.</summary>
    /// <param name="key">Whose, and in which mode.</param>
    /// <param name="label">The label; null for everybody.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<Newcomer>> ListNewestAsync(MeterKey key, Label? label, int count, CancellationToken cancellation);
}
